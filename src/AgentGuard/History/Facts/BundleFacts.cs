using System.Collections.Concurrent;
using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>The facts of a bundle: which of them the policies of a tool read, and which its events tell something.</summary>
internal sealed class BundleFacts(PolicyBundle bundle, IReadOnlyList<HistoryFact> facts)
{
    private readonly ConcurrentDictionary<ToolId, HistoryFact[]> _reads = [];
    private readonly ConcurrentDictionary<(string Kind, ToolId? Tool), HistoryFact[]> _hears = [];

    public IReadOnlyList<HistoryFact> All => facts;

    /// <summary>Whether what is verified about a principal says whose events count together.</summary>
    public bool IsKeyedByPrincipalAttribute { get; } = facts.Any(static fact => fact.Key.StartsWith(FactKeys.PrincipalAttribute, StringComparison.Ordinal));

    /// <summary>What facts need of a history, by names that stay the same over reloads.</summary>
    public IReadOnlyList<string> Needs => field ??= [.. facts.SelectMany(NeedsOf).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The facts that the policies of a tool read.</summary>
    /// <param name="tool">A tool of the catalog, so that what is kept has an end.</param>
    public IReadOnlyList<HistoryFact> ReadBy(ToolId tool) => facts.Count == 0 ? [] : _reads.GetOrAdd(tool, Find);

    /// <summary>The facts that events of a kind tell something.</summary>
    /// <param name="kind">One of the guard's own kinds.</param>
    /// <param name="tool">A tool of the catalog, so that what is kept has an end.</param>
    public IReadOnlyList<HistoryFact> HeardBy(string kind, ToolId? tool) =>
        facts.Count == 0 ? [] : _hears.GetOrAdd((kind, tool), key => [.. facts.Where(fact => fact.Hears(key.Kind, key.Tool))]);

    /// <summary>What one fact needs.</summary>
    public static IEnumerable<string> NeedsOf(HistoryFact fact)
    {
        foreach (EventSelector events in fact.Break is { } end ? [fact.Counts, end] : new[] { fact.Counts })
        {
            foreach (string tool in events.Tools?.Select(static tool => tool.ToString()) ?? ["*"])
            {
                yield return $"{fact.Key} {events.Kind} {tool} {events.Label}";
                foreach (string name in fact.EventFields)
                {
                    yield return $"{fact.Key} {events.Kind} {tool} {events.Label} {name}";
                }

                if (fact.Kind == FactKind.Sum)
                {
                    // Whoever only compared the field has not kept its number.
                    yield return $"{fact.Key} {events.Kind} {tool} {events.Label} {fact.Field} number";
                }
            }
        }
    }

    private HistoryFact[] Find(ToolId tool)
    {
        HashSet<string> names = [];
        foreach (BundlePolicy policy in bundle.Policies.Concat(bundle.ShadowPolicies))
        {
            if (ScopeMembership.Holds(policy.Policy.Action, tool.Action, bundle.Entities))
            {
                if (NamesIn(policy.Policy) is not { } read)
                {
                    return [.. facts];
                }

                names.UnionWith(read);
            }
        }

        return [.. facts.Where(fact => names.Contains(fact.Name))];
    }

    /// <summary>The facts that a policy names; null where it takes the history as a whole.</summary>
    private static IEnumerable<string>? NamesIn(Policy policy)
    {
        List<AttributeRead> reads = [.. PolicyReader.Of(policy).Attributes.Where(static read => read.Variable == Variable.Context && read.Path[0] == "history")];

        // A path is read from its start: whoever reads on has named a fact.
        HashSet<int> deeper = [.. reads.Where(static read => read.Path.Length > 1).Select(static read => read.Span.Start)];
        return reads.Exists(read => read.Path.Length == 1 && !read.IsQuestion && !deeper.Contains(read.Span.Start))
            ? null
            : reads.Where(static read => read.Path.Length > 1).Select(static read => read.Path[1]);
    }
}
