using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Holds temporal conditions to the schemas of the tools that are registered.</summary>
internal sealed class ConditionTypes
{
    private const string Context = "context.";
    private const string InputPath = "context.input.";

    private readonly Dictionary<EntityUid, RecordShape> _inputs;
    private readonly ILookup<string, EntityUid> _readers;
    private readonly BundleDiagnostics _diagnostics;

    /// <param name="policies">The policies, which say whose calls a condition is about.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="tools">The tools that are registered.</param>
    /// <param name="diagnostics">Hears what is wrong.</param>
    public ConditionTypes(IEnumerable<Policy> policies, ToolCatalog catalog, IReadOnlyCollection<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        ActionReach reach = new(catalog, tools.Select(static tool => tool.Id));
        _inputs = tools.ToDictionary(static tool => tool.Id.Action, ArgumentShapes.Of);
        _readers = policies
            .SelectMany(policy => ConditionsOf(policy).SelectMany(name => reach.Of(policy.Action).Where(_inputs.ContainsKey).Select(action => (name, action))))
            .Distinct()
            .ToLookup(static read => read.name, static read => read.action);
        _diagnostics = diagnostics;
    }

    public void Check(TemporalCondition condition)
    {
        foreach (TemporalFormula.Predicate predicate in condition.Events)
        {
            foreach (string field in predicate.Fields.Select(static field => field.Path).Where(field => EventValues.IsInput(field) && IsMissing(predicate.Action, field)))
            {
                Error(predicate.Span, $"`{predicate.Action.Id}` has no argument `{field}`", "name one that its schema declares");
            }
        }

        foreach (string path in condition.RequestPaths.Where(static path => path.StartsWith(InputPath, StringComparison.Ordinal)))
        {
            foreach (EntityUid action in _readers[condition.Name].Where(action => IsMissing(action, path[Context.Length..])))
            {
                Error(condition.Formula.Span, $"the condition compares with `{path}`, which `{action.Id}` does not have", "name the tools in the policy's head that have it");
            }
        }

        new TemporalTypes((predicate, field) => FieldType(predicate.Action, field), path => RequestType(condition.Name, path), Error).Check(condition.Formula);

        void Error(SourceSpan span, string message, string? help) => _diagnostics.Error(condition.Source, span, message, help);
    }

    private static IEnumerable<string> ConditionsOf(Policy policy) => PolicyReader.Of(policy).Attributes
        .Where(static read => read.Variable == Variable.Context && read.Path is [TemporalBlock.Attribute, _, ..])
        .Select(static read => read.Path[1])
        .Distinct();

    /// <summary>Of a tool whose schema declares nothing, nothing is known.</summary>
    private bool IsMissing(EntityUid action, string field) =>
        _inputs.TryGetValue(action, out RecordShape? input) && input.Attributes.Count > 0 && FactTypes.Find(input, field) is null;

    private string? FieldType(EntityUid action, string field) => field switch
    {
        "requestId" or "sessionId" or "digest" => TemporalTypes.Text,
        "callerPrincipal" or "callerResource" or "agent" or "root" or "resource" or "tool" => TemporalTypes.Entity,
        _ when EventValues.IsInput(field) && _inputs.TryGetValue(action, out RecordShape? input) => (FactTypes.Find(input, field) as ScalarShape)?.Type,
        _ => null,
    };

    /// <summary>Where several tools read a condition, what is so for all of them.</summary>
    private string? RequestType(string condition, string path)
    {
        if (!path.StartsWith(InputPath, StringComparison.Ordinal))
        {
            return path is "principal" or "resource" ? TemporalTypes.Entity : TemporalTypes.Text;
        }

        string?[] types = [.. _readers[condition].Select(action => FieldType(action, path[Context.Length..])).Distinct()];
        return types is [{ } one] ? one : null;
    }
}
