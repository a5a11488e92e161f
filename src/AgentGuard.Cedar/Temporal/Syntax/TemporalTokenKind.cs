namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>What a token is.</summary>
internal enum TemporalTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name or a keyword.</summary>
    Word,

    /// <summary>A parameter of a macro, <c>?name</c>.</summary>
    Parameter,

    /// <summary>A name that is fresh in every expansion, <c>$name</c>.</summary>
    Fresh,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A text.</summary>
    String,

    /// <summary>Anything else.</summary>
    Symbol,
}
