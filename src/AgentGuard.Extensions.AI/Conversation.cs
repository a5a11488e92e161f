using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>One request through the pipeline: in whose name it is made, and which calls the model has asked for.</summary>
internal sealed class Conversation(AgentScope? scope)
{
    private static readonly AsyncLocal<Conversation?> Ambient = new();
    private readonly Lock _lock = new();
    private readonly List<ModelCall> _calls = [];
    private readonly HashSet<string> _callersIds = new(StringComparer.Ordinal);

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

    /// <summary>Says that the caller has to process these calls: where one of a response has no body here, the function-invoking layer leaves all of them.</summary>
    public void LeaveToCaller(IEnumerable<FunctionCallContent> calls)
    {
        lock (_lock)
        {
            _callersIds.UnionWith(calls.Select(static call => call.CallId));
        }
    }

    /// <summary>
    /// A call as it leaves the pipeline. One that the layer left open, at its last iteration or after a termination, is over:
    /// a function-invoking layer further out would run it, and knows the functions without the guard.
    /// </summary>
    public AIContent Leave(AIContent content)
    {
        lock (_lock)
        {
            return content is FunctionCallContent call && !_callersIds.Contains(call.CallId) ? FunctionCalls.Close(call) : content;
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
