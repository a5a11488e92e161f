namespace AgentGuard.Mcp;

/// <summary>A tool as policies know it, or why nothing can be decided about it: it is never called then.</summary>
/// <param name="Definition">The tool, as far as it can be named.</param>
/// <param name="Fault">Why it is refused; null for most.</param>
/// <param name="FaultText">What the client is told then.</param>
internal sealed record Described(ToolDefinition Definition, string? Fault, string? FaultText)
{
    private static readonly ToolDefinition s_unnamed = new(new ToolId(ToolId.LocalToolset, "unnamed"));

    public static Described Known(ToolDefinition definition) => new(definition, null, null);

    public static Described Faulty(string fault) => new(
        s_unnamed,
        $"the tool cannot be guarded as it describes itself: {fault}",
        "Not executed: the tool cannot be guarded, for its name, description or schema is not well formed. Do not try again; tell the user.");

    /// <summary>A tool that does not run, whatever policies say.</summary>
    public static Described Blocked(ToolDefinition definition, string reason) => new(
        definition, $"the tool is blocked: {reason}", $"Not executed: {definition.Id} is blocked: {reason}. Do not try again; tell the user.");

    /// <summary>A tool that the server does not list.</summary>
    public static Described Unlisted(ToolDefinition? definition) => new(
        definition ?? s_unnamed, "the server does not list this tool", "Not executed: this server has no such tool.");
}
