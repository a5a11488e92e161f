using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Evaluation;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>The temporal conditions of a bundle: which of them the policies of a tool read, and what has to be written down for them.</summary>
internal sealed class BundleConditions
{
    private readonly PolicyBundle _bundle;
    private readonly ConcurrentDictionary<ToolId, TemporalCondition[]> _reads = [];
    private readonly Dictionary<(EntityUid Action, string Kind), HashSet<string>> _fields = [];

    public BundleConditions(PolicyBundle bundle, IReadOnlyList<TemporalCondition> all, string key)
    {
        _bundle = bundle;
        Key = key;
        All = all;
        foreach (TemporalFormula.Predicate predicate in all.SelectMany(static condition => condition.Events))
        {
            string[] fields = [.. predicate.Fields.Select(static field => field.Path)];
            Need(predicate.Action, predicate.Kind, fields);
            if (HistoryEventKinds.IsOutcome(predicate.Kind))
            {
                // What still runs is known by its beginning, and every way in which it may end.
                Need(predicate.Action, HistoryEventKinds.Admitted, fields.Where(static field => !EventValues.IsOutput(field)));
                Array.ForEach([HistoryEventKinds.Response, HistoryEventKinds.Error, HistoryEventKinds.Released], kind => Need(predicate.Action, kind, []));
            }
        }

        Numbers.UnionWith(all.SelectMany(NumbersOf));
        HearsAll = all.Any(static condition => new MonitorCompiler(new KeyTable()).Compile(condition.Formula) is not { HearsAll: false });
        Window = all.Count == 0 ? TimeSpan.Zero : all.Max(static condition => condition.Window);
        Needs =
        [
            .. _fields.SelectMany(entry => entry.Value.Append("").SelectMany(field => NeedsOf($"{Partition} {entry.Key.Action} {entry.Key.Kind} {field}", field))).Order(StringComparer.Ordinal),
            .. HearsAll ? [$"{Partition} *"] : Array.Empty<string>(),
        ];
    }

    public IReadOnlyList<TemporalCondition> All { get; }

    /// <summary>Whose events are one history: a session's, a root's, or a tenant's.</summary>
    public string Key { get; }

    /// <summary>The partitions in which these events are kept, all in the order in which they happened.</summary>
    public string Partition => $"{TemporalBlock.Attribute}:{Key}";

    /// <summary>Whether all events have to be written down, because one condition asks what came directly before, or has no monitor.</summary>
    public bool HearsAll { get; }

    /// <summary>How far the conditions look back.</summary>
    public TimeSpan Window { get; }

    /// <summary>What has to be written down, by names that stay the same over reloads.</summary>
    public IReadOnlyList<string> Needs { get; }

    /// <summary>The fields that are summed or ordered: of them the number is kept itself, and not only whether it is the same.</summary>
    public HashSet<string> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>Tells apart what one guard keeps for this bundle from what it keeps for another.</summary>
    public string Fingerprint => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', All.Select(static condition => condition.Identity).Order(StringComparer.Ordinal)))));

    /// <summary>The conditions that the policies of a tool read.</summary>
    /// <param name="tool">A tool of the catalog, so that what is kept has an end.</param>
    public IReadOnlyList<TemporalCondition> ReadBy(ToolId tool) => All.Count == 0 ? [] : _reads.GetOrAdd(tool, Find);

    /// <summary>The fields that an event needs; null where it is not written down.</summary>
    public IReadOnlyCollection<string>? FieldsOf(string kind, EntityUid action) =>
        _fields.TryGetValue((action, kind), out HashSet<string>? fields) ? fields : HearsAll ? [] : null;

    /// <summary>The history that a call is part of.</summary>
    public HistoryPartition PartitionOf(AgentScope scope) => FactKeys.Of(Key, scope, entities: null)! with { Key = Partition };

    /// <summary>The history that an event of the host's is part of; null where it does not say.</summary>
    public HistoryPartition? PartitionOf(HostEvent happened) => FactKeys.Of(Key, happened) is { } partition ? partition with { Key = Partition } : null;

    /// <summary>Whether a condition asks for a kind of the host's.</summary>
    public bool Names(string hostKind) => _fields.ContainsKey((TemporalEvents.HostAction(hostKind), TemporalEvents.Happened));

    /// <summary>Whoever only compared a field has not kept its number.</summary>
    private IEnumerable<string> NeedsOf(string name, string field) => Numbers.Contains(field) ? [name, $"{name} number"] : [name];

    /// <summary>Fields that give a value to a name that is declared a whole number.</summary>
    private static IEnumerable<string> NumbersOf(TemporalCondition condition)
    {
        HashSet<string> names = [.. TemporalParts.Binders(condition.Formula).Where(static binder => binder.Type == TemporalTypes.Long).Select(static binder => binder.Name)];
        return condition.Events.SelectMany(static predicate => predicate.Fields)
            .Where(field => field.Value is TemporalTerm.Variable variable && names.Contains(variable.Name))
            .Select(static field => field.Path);
    }

    private void Need(EntityUid action, string kind, IEnumerable<string> fields)
    {
        if (!_fields.TryGetValue((action, kind), out HashSet<string>? needed))
        {
            _fields.Add((action, kind), needed = new HashSet<string>(StringComparer.Ordinal));
        }

        needed.UnionWith(fields);
    }

    private TemporalCondition[] Find(ToolId tool)
    {
        HashSet<string> names =
        [
            .. _bundle.Policies.Concat(_bundle.ShadowPolicies)
                .Where(policy => ScopeMembership.Holds(policy.Policy.Action, tool.Action, _bundle.Entities))
                .SelectMany(static policy => PolicyReader.Of(policy.Policy).Attributes)
                .Where(static read => read.Variable == Variable.Context && read.Path is [TemporalBlock.Attribute, _, ..])
                .Select(static read => read.Path[1]),
        ];
        return [.. All.Where(condition => names.Contains(condition.Name))];
    }
}
