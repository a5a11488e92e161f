namespace AgentGuard.Mcp;

/// <summary>One line of a stream.</summary>
/// <param name="Bytes">The line without its end, until the next is read; empty where it is too long.</param>
/// <param name="TooLong">What is known of a line that is too long; null where it is not.</param>
internal readonly record struct Line(ReadOnlyMemory<byte> Bytes, MessageScan? TooLong)
{
    /// <summary>Whether nothing is on it.</summary>
    public bool IsBlank => TooLong is null && Bytes.Span.IndexOfAnyExcept(" \t\r"u8) < 0;
}
