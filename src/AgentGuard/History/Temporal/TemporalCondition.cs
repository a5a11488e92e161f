using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;

namespace AgentGuard;

/// <summary>One temporal condition of a bundle: policies read it as <c>context.temporal.&lt;name&gt;</c>.</summary>
/// <param name="Name">Its name, made from what it says.</param>
/// <param name="Formula">What it says.</param>
/// <param name="Source">The file in which it stands.</param>
internal sealed record TemporalCondition(string Name, TemporalFormula Formula, SourceText Source)
{
    /// <summary>What tells it from another that would have its name.</summary>
    public required string Identity { get; init; }

    /// <summary>The events that it is about.</summary>
    public IReadOnlyList<TemporalFormula.Predicate> Events { get; } = [.. TemporalParts.Events(Formula)];

    /// <summary>The values of the request that it compares.</summary>
    public IReadOnlyList<string> RequestPaths { get; } =
        [.. TemporalParts.Terms(Formula).Select(static part => part.Term).OfType<TemporalTerm.OfRequest>().Select(static read => read.Path).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How far it looks back.</summary>
    public TimeSpan Window { get; } = TimeSpan.FromSeconds(TemporalWindows.Of(Formula));
}
