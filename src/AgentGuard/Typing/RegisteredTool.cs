namespace AgentGuard;

/// <summary>A tool that this process has.</summary>
/// <param name="Id">The tool.</param>
/// <param name="Entry">What the catalog knows about it; null where it knows nothing, and its calls are denied.</param>
/// <param name="Input">Its arguments.</param>
internal sealed record RegisteredTool(ToolId Id, ToolEntry? Entry, RecordShape Input)
{
    /// <summary>The type of the resource where the catalog maps none.</summary>
    public const string Toolset = "Toolset";

    public string ResourceType => Entry?.Resource?.Type ?? Toolset;
}
