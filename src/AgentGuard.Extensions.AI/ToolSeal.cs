using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// The function-invoking layer shares its options with the client behind it. The seal puts a guarded list into them, and has a name that is not
/// in the list, but may be known to the layer itself, taken by a function that refuses.
/// </summary>
internal sealed class ToolSeal(ToolCallGuard guard, HostedTools hosted)
{
    /// <summary>Before a request to the model: what stands in the list is guarded, and runs where the host lets it run.</summary>
    public void Close(ChatOptions options, Conversation? conversation)
    {
        GuardedTools tools = In(options, conversation);
        for (int i = tools.Count - 1; i >= 0; i--)
        {
            if (tools[i] is UnknownFunction || !hosted.Keeps(tools[i]))
            {
                tools.RemoveAt(i);
            }
        }
    }

    /// <summary>Before calls are invoked.</summary>
    /// <returns>The guarded list, in which every name that is called stands.</returns>
    public GuardedTools Cover(ChatOptions options, IEnumerable<FunctionCallContent> calls, Conversation? conversation)
    {
        GuardedTools tools = In(options, conversation);
        foreach (string name in calls.Select(static call => call.Name).Distinct(StringComparer.Ordinal))
        {
            if (tools.Find(name) is null)
            {
                tools.Add(new UnknownFunction(name, guard, conversation));
            }
        }

        return tools;
    }

    private GuardedTools In(ChatOptions options, Conversation? conversation)
    {
        if (options.Tools is not GuardedTools tools)
        {
            options.Tools = tools = new GuardedTools(options.Tools ?? [], guard, conversation);
        }

        return tools;
    }
}
