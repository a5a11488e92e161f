using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// The function-invoking layer shares its list of tools with the client behind it. The seal keeps that list guarded: tools that were added
/// under way are wrapped in place, and a name that is not in the list, but may be known to the layer itself, is taken by a function that refuses.
/// </summary>
internal static class ToolSeal
{
    public static void Guard(ChatOptions options, ToolCallGuard guard, Conversation? conversation)
    {
        IList<AITool> tools = Writable(options);
        for (int i = 0; i < tools.Count; i++)
        {
            if (tools[i] is AIFunction function)
            {
                tools[i] = Wrap(function, guard, conversation);
            }
        }
    }

    public static void Shadow(ChatOptions options, IEnumerable<FunctionCallContent> calls, ToolCallGuard guard, Conversation? conversation)
    {
        IList<AITool> tools = Writable(options);
        foreach (string name in calls.Select(static call => call.Name).Distinct(StringComparer.Ordinal))
        {
            if (Find(tools, name) is null)
            {
                tools.Add(new GuardedAIFunction(new UnknownFunction(name), guard, conversation));
            }
        }
    }

    public static AITool? Find(IEnumerable<AITool>? tools, string name) =>
        tools?.FirstOrDefault(tool => tool is AIFunctionDeclaration && string.Equals(tool.Name, name, StringComparison.Ordinal));

    /// <summary>Wraps a function once: one that this guard stands in front of already is left as it is, whoever wrapped it further.</summary>
    public static AIFunction Wrap(AIFunction function, ToolCallGuard guard, Conversation? conversation) =>
        function switch
        {
            GuardedAIFunction guarded when guarded.IsGuardedBy(guard) => new GuardedAIFunction(guarded.Unguarded, guard, conversation),
            _ when function.GetService<GuardedAIFunction>()?.IsGuardedBy(guard) == true => function,
            _ => new GuardedAIFunction(function, guard, conversation),
        };

    private static IList<AITool> Writable(ChatOptions options) =>
        options.Tools is { IsReadOnly: false } tools ? tools : options.Tools = [.. options.Tools ?? []];

    /// <summary>A function of this name is not among the conversation's tools.</summary>
    private sealed class UnknownFunction(string name) : AIFunction
    {
        public override string Name => name;

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
            ValueTask.FromResult<object?>($"Not executed: {name} is not a tool of this conversation.");
    }
}
