using AgentGuard.Cedar.Values;

namespace AgentGuard.Testing;

/// <summary>The information point of a scenario: what it was told last is what is known. Branches that run at once may tell it more.</summary>
internal sealed class ScenarioFacts : IPolicyInformationPoint
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Value> _environment = [];
    private readonly Dictionary<(EntityUid Entity, string Name), Value> _attributes = [];

    public string Name => "scenario";

    public void Learn(IEnumerable<KeyValuePair<string, Value>> environment)
    {
        lock (_lock)
        {
            foreach ((string name, Value value) in environment)
            {
                _environment[name] = value;
            }
        }
    }

    public void Learn(EntityUid entity, IEnumerable<KeyValuePair<string, Value>> attributes)
    {
        lock (_lock)
        {
            foreach ((string name, Value value) in attributes)
            {
                _attributes[(entity, name)] = value;
            }
        }
    }

    public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken)
    {
        PolicyInformation found = new();
        lock (_lock)
        {
            foreach ((string name, Value value) in _environment)
            {
                found.WithEnvironment(name, value);
            }

            foreach (((EntityUid entity, string name), Value value) in _attributes)
            {
                found.With(entity, name, value);
            }
        }

        return ValueTask.FromResult(found);
    }
}
