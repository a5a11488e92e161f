namespace AgentGuard.Cedar.Syntax;

/// <summary>What a step of a <see cref="Layout"/> does. From <see cref="Line"/> on a line may end, from <see cref="NewLine"/> on it does.</summary>
internal enum LayoutOpKind : byte
{
    /// <summary>Sets the lines that follow in, one level further.</summary>
    Indent,

    /// <summary>Takes one level back.</summary>
    Dedent,

    /// <summary>Writes a token.</summary>
    Text,

    /// <summary>A space, unless a line starts here.</summary>
    Space,

    /// <summary>A space; where its group is broken, the end of the line.</summary>
    Line,

    /// <summary>Nothing; where its group is broken, the end of the line.</summary>
    SoftLine,

    /// <summary>Nothing; where its group is broken and what follows does not fit, the end of the line.</summary>
    FillLine,

    /// <summary>The end of the line.</summary>
    NewLine,

    /// <summary>The end of the line, and an empty line.</summary>
    EmptyLine,

    /// <summary>Writes a token that has line breaks in it.</summary>
    LongText,

    /// <summary>A comment behind what was written, up to the end of the line.</summary>
    TrailingComment,

    /// <summary>A comment on a line of its own.</summary>
    LeadingComment,
}
