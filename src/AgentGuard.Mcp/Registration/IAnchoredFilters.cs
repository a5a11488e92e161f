namespace AgentGuard.Mcp;

/// <summary>A list of filters that holds the guard's own.</summary>
internal interface IAnchoredFilters
{
    /// <summary>Whether they are those of this guard.</summary>
    bool IsOf(object owner);
}
