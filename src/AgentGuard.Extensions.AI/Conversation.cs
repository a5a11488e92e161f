using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>One request through the pipeline: in whose name it is made, and which calls the model has asked for.</summary>
internal sealed class Conversation(AgentScope? scope)
{
    private static readonly AsyncLocal<Conversation?> Ambient = new();
    private readonly Lock _lock = new();
    private readonly List<FunctionCallContent> _calls = [];

    /// <summary>The request that the pipeline is serving right now.</summary>
    public static Conversation? Current => Ambient.Value;

    public AgentScope? Scope => scope;

    /// <summary>Says that the pipeline serves this request from here on, in this flow. An async iterator says so before each step, for a yield forgets it.</summary>
    public IDisposable? Enter()
    {
        Ambient.Value = this;
        return scope?.Enter();
    }

    public void Add(FunctionCallContent call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }

    /// <summary>The function is not told the call's id: it is the first open call of that name with those arguments.</summary>
    public string? TakeCallId(string name, ToolArguments arguments)
    {
        lock (_lock)
        {
            int index = _calls.FindIndex(call => call.Name == name && FunctionCalls.HasArguments(call, arguments));
            if (index < 0)
            {
                return null;
            }

            string id = _calls[index].CallId;
            _calls.RemoveAt(index);
            return id;
        }
    }
}
