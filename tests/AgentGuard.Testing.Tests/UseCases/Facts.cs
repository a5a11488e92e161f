namespace AgentGuard.Testing.Tests;

/// <summary>An information point for a scenario: a function, or one that fails.</summary>
internal sealed class Facts(string name, Func<InformationQuery, PolicyInformation> find) : IPolicyInformationPoint
{
    public string Name => name;

    public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken) => ValueTask.FromResult(find(query));
}
