using System.Collections.Concurrent;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Evaluation;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>The temporal conditions of a bundle: which of them the policies of a tool read, and what has to be written down for them.</summary>
internal sealed class BundleConditions
{
    /// <summary>The key of the partition in which a session's events are kept in the order that conditions need.</summary>
    public const string Key = TemporalBlock.Attribute;

    private readonly PolicyBundle _bundle;
    private readonly ConcurrentDictionary<ToolId, TemporalCondition[]> _reads = [];
    private readonly Dictionary<(EntityUid Action, string Kind), HashSet<string>> _fields = [];

    public BundleConditions(PolicyBundle bundle, IReadOnlyList<TemporalCondition> all)
    {
        _bundle = bundle;
        All = all;
        foreach (TemporalFormula.Predicate predicate in all.SelectMany(static condition => condition.Events))
        {
            if (!_fields.TryGetValue((predicate.Action, predicate.Kind), out HashSet<string>? fields))
            {
                _fields.Add((predicate.Action, predicate.Kind), fields = new HashSet<string>(StringComparer.Ordinal));
            }

            fields.UnionWith(predicate.Fields.Select(static field => field.Path));
            Clear.UnionWith(predicate.Fields.Where(static field => field.Value is TemporalTerm.Variable).Select(static field => field.Path));
        }

        HearsAll = all.Any(static condition => new MonitorCompiler(new KeyTable()).Compile(condition.Formula) is not { HearsAll: false });
        Window = all.Count == 0 ? TimeSpan.Zero : all.Max(static condition => condition.Window);
        Needs =
        [
            .. _fields.SelectMany(static entry => entry.Value.Append("").Select(field => $"{Key} {entry.Key.Action} {entry.Key.Kind} {field}")).Order(StringComparer.Ordinal),
            .. HearsAll ? [$"{Key} *"] : Array.Empty<string>(),
        ];
    }

    public IReadOnlyList<TemporalCondition> All { get; }

    /// <summary>Whether all events have to be written down, because one condition asks what came directly before, or has no monitor.</summary>
    public bool HearsAll { get; }

    /// <summary>How far the conditions look back.</summary>
    public TimeSpan Window { get; }

    /// <summary>What has to be written down, by names that stay the same over reloads.</summary>
    public IReadOnlyList<string> Needs { get; }

    /// <summary>The fields of which a value may be needed itself, and not only whether it is the same.</summary>
    public HashSet<string> Clear { get; } = new(StringComparer.Ordinal);

    /// <summary>Tells apart what one guard keeps for this bundle from what it keeps for another.</summary>
    public string Fingerprint => field ??= string.Join(' ', All.Select(static condition => condition.Identity).Order(StringComparer.Ordinal));

    /// <summary>The conditions that the policies of a tool read.</summary>
    /// <param name="tool">A tool of the catalog, so that what is kept has an end.</param>
    public IReadOnlyList<TemporalCondition> ReadBy(ToolId tool) => All.Count == 0 ? [] : _reads.GetOrAdd(tool, Find);

    /// <summary>The fields that an event needs; null where it is not written down.</summary>
    public IReadOnlyCollection<string>? FieldsOf(string kind, ToolId tool) =>
        _fields.TryGetValue((tool.Action, kind), out HashSet<string>? fields) ? fields : HearsAll ? [] : null;

    private TemporalCondition[] Find(ToolId tool)
    {
        HashSet<string> names =
        [
            .. _bundle.Policies.Concat(_bundle.ShadowPolicies)
                .Where(policy => ScopeMembership.Holds(policy.Policy.Action, tool.Action, _bundle.Entities))
                .SelectMany(static policy => PolicyReader.Of(policy.Policy).Attributes)
                .Where(static read => read.Variable == Variable.Context && read.Path is [Key, _, ..])
                .Select(static read => read.Path[1]),
        ];
        return [.. All.Where(condition => names.Contains(condition.Name))];
    }
}
