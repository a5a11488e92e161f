using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Json;

/// <summary>JSON that is not that of a schema; it never leaves <see cref="CedarSchemaJson"/>.</summary>
internal sealed class SchemaJsonException(SourceSpan span, string message, string? help, Exception? inner = null) : Exception(message, inner)
{
    public SourceSpan Span { get; } = span;

    public string? Help { get; } = help;
}
