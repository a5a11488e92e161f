namespace AgentGuard;

/// <summary>What a history fact tells of the events that it counts.</summary>
internal enum FactKind
{
    /// <summary>Whether there is one, <c>"seen"</c>: Bool.</summary>
    Seen,

    /// <summary>How many there are, <c>"count"</c>: Long.</summary>
    Count,

    /// <summary>How many different values a field has, <c>"distinct"</c>: Long.</summary>
    Distinct,

    /// <summary>The sum of a field, <c>"sum"</c>: Long.</summary>
    Sum,

    /// <summary>How many whole seconds ago the newest is, <c>"last"</c>: Long, absent where there is none.</summary>
    Last,

    /// <summary>How many there are since another event broke the row, <c>"streak"</c>: Long.</summary>
    Streak,
}
