using System.Collections.ObjectModel;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>A conversation's list of tools. Whatever is put into it, at whatever time, is guarded from then on.</summary>
internal sealed class GuardedTools : Collection<AITool>
{
    private readonly ToolCallGuard _guard;
    private readonly Conversation? _conversation;

    public GuardedTools(IEnumerable<AITool> tools, ToolCallGuard guard, Conversation? conversation)
    {
        _guard = guard;
        _conversation = conversation;
        foreach (AITool tool in tools)
        {
            Add(tool);
        }
    }

    public AITool? Find(string name) =>
        this.FirstOrDefault(tool => tool is AIFunctionDeclaration && string.Equals(tool.Name, name, StringComparison.Ordinal));

    protected override void InsertItem(int index, AITool item) => base.InsertItem(index, Guard(item));

    protected override void SetItem(int index, AITool item) => base.SetItem(index, Guard(item));

    /// <summary>The guard stands outermost, where it sees the model's arguments and the call's id. One that stands further in as well joins it.</summary>
    private AITool Guard(AITool tool) => tool switch
    {
        UnknownFunction => tool,
        GuardedAIFunction guarded when guarded.IsGuardedBy(_guard) => new GuardedAIFunction(guarded.Unguarded, _guard, _conversation),
        AIFunction function => new GuardedAIFunction(function, _guard, _conversation),
        _ => tool,
    };
}
