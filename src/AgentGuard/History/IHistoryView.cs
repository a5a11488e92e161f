namespace AgentGuard;

/// <summary>What a guard knows of one history.</summary>
internal interface IHistoryView
{
    /// <summary>Whether nobody has asked for it since.</summary>
    bool IsIdleSince(DateTimeOffset at);
}
