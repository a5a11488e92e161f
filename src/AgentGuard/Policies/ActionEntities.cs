using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>The actions of a bundle: its tools, in their groups, and approving. They come from the catalog alone.</summary>
internal static class ActionEntities
{
    public const string Type = "Action";

    /// <summary>What an approver must be permitted.</summary>
    public static EntityUid Approve { get; } = new(Type, "agentguard.approve");

    /// <summary>Cedar takes a type for one of actions by its last name, whatever the namespace.</summary>
    public static bool IsActionType(string type) => type == Type || type.EndsWith("::" + Type, StringComparison.Ordinal);

    /// <summary>One entity a tool, whose parents are its groups, and that of approving.</summary>
    public static IEnumerable<Entity> Of(ToolCatalog catalog)
    {
        yield return new Entity(Approve);
        foreach (ToolEntry tool in catalog.Tools)
        {
            yield return new Entity(tool.Id.Action, parents: tool.Groups.Select(group => new EntityUid(Type, group)));
        }
    }
}
