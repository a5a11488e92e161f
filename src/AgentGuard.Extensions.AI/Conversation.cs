using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>One request through the pipeline: in whose name it is made, and which calls the model has asked for.</summary>
internal sealed class Conversation(AgentScope? scope)
{
    private static readonly AsyncLocal<Conversation?> Ambient = new();
    private readonly Lock _lock = new();
    private readonly List<ModelCall> _calls = [];

    /// <summary>The request that the pipeline is serving right now.</summary>
    public static Conversation? Current => Ambient.Value;

    public AgentScope? Scope => scope;

    /// <summary>
    /// In whose name a function of this request is called: its own scope where the flow has lost it or gone back out of it.
    /// A flow in a scope further in, or in another one altogether, acts for itself, and must not borrow this request's rights.
    /// </summary>
    public static AgentScope? ScopeOf(Conversation? conversation)
    {
        AgentScope? current = AgentScope.Current;
        for (AgentScope? scope = conversation?.Scope; scope is not null; scope = scope.Parent)
        {
            if (current is null || ReferenceEquals(scope, current))
            {
                return conversation!.Scope;
            }
        }

        return current;
    }

    /// <summary>Says that the pipeline serves this request from here on, in this flow. An async iterator says so before each step, for a yield forgets it.</summary>
    public IDisposable? Enter()
    {
        Ambient.Value = this;
        return scope?.Enter();
    }

    /// <param name="call">The call.</param>
    /// <param name="approvalId">The request that it carries on, where it was held before.</param>
    public void Add(FunctionCallContent call, string? approvalId = null)
    {
        lock (_lock)
        {
            _calls.Add(new ModelCall(call, approvalId));
        }
    }

    /// <summary>The function is not told which call it serves: it is the first open one of that name with those arguments.</summary>
    public ModelCall? Take(string name, ToolArguments arguments)
    {
        lock (_lock)
        {
            int index = _calls.FindIndex(call => call.Content.Name == name && FunctionCalls.HasArguments(call.Content, arguments));
            if (index < 0)
            {
                // Arguments that cannot be read cannot be compared.
                index = _calls.FindIndex(call => call.Content.Name == name && FunctionCalls.Arguments(call.Content).Error is not null);
            }

            if (index < 0)
            {
                return null;
            }

            ModelCall taken = _calls[index];
            _calls.RemoveAt(index);
            return taken;
        }
    }
}
