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
    public IReadOnlyList<TemporalFormula.Predicate> Events => field ??= Find();

    /// <summary>The values of the request that it compares.</summary>
    public IReadOnlyList<string> RequestPaths { get; private set; } = [];

    /// <summary>How far it looks back.</summary>
    public TimeSpan Window { get; } = TimeSpan.FromSeconds(TemporalWindows.Of(Formula));

    private List<TemporalFormula.Predicate> Find()
    {
        List<TemporalFormula.Predicate> found = [];
        HashSet<string> paths = [.. TemporalPaths.Of(Formula)];
        new TemporalRewriter(
            predicate =>
            {
                found.Add(predicate);
                return predicate;
            },
            static value => value).Rewrite(Formula);
        RequestPaths = [.. paths.Order(StringComparer.Ordinal)];
        return found;
    }
}
