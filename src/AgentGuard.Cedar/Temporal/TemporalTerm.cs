namespace AgentGuard.Cedar.Temporal;

/// <summary>A value in a temporal condition.</summary>
internal abstract record TemporalTerm
{
    private TemporalTerm()
    {
    }

    /// <summary>A value that stands there.</summary>
    public sealed record Literal(TemporalValue Value) : TemporalTerm;

    /// <summary>A bound name.</summary>
    public sealed record Variable(string Name) : TemporalTerm;

    /// <summary>Any value, as long as there is one.</summary>
    public sealed record Wildcard : TemporalTerm;

    /// <summary>A value of the request that is decided, such as <c>context.input.user</c>, at whatever event it is compared.</summary>
    public sealed record OfRequest(string Path) : TemporalTerm;

    /// <summary>How many rows of bindings the body has, or the sum of one of their columns. Equal rows count once.</summary>
    public sealed record Aggregate(string? Summed, IReadOnlyList<TemporalBinder> Binders, TemporalFormula Where) : TemporalTerm
    {
        /// <summary>The names of the columns.</summary>
        public IReadOnlyList<string> For { get; } = [.. Binders.Select(static binder => binder.Name)];
    }
}
