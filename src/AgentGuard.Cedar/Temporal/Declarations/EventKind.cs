using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Declarations;

/// <summary>A kind of event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDecision">Whether it asks for a decision.</param>
/// <param name="Span">Where its name stands.</param>
internal sealed record EventKind(string Name, bool IsDecision, SourceSpan Span)
{
    /// <summary>Its fields by their dotted paths, with where they stand; inputs and outputs of the action stand there as <c>input</c> and <c>output</c>.</summary>
    public required IReadOnlyDictionary<string, SourceSpan> Fields { get; init; }

    /// <summary>What it must share with the request.</summary>
    public required IReadOnlyList<EventPin> Pins { get; init; }

    /// <summary>Whether a condition may name a field.</summary>
    public bool Has(string path) =>
        Fields.ContainsKey(path) || Spreads.Any(spread => Fields.ContainsKey(spread) && path.StartsWith($"{spread}.", StringComparison.Ordinal));

    /// <summary>The fields that stand for all arguments, or all that was put out.</summary>
    private static string[] Spreads { get; } = [EventSchemaReader.Input, EventSchemaReader.Output];
}
