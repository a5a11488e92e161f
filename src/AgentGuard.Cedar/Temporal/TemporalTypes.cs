using System.Diagnostics.CodeAnalysis;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Temporal;

/// <summary>Holds what a condition compares to its types: those of fields, of the request, and those that are declared for names. What is not known is not held against it.</summary>
/// <param name="fieldType">The type of an event's field; null where it is not known.</param>
/// <param name="requestType">The type of a value of the request; null where it is not known.</param>
/// <param name="error">Hears what does not fit: where, what and what to do.</param>
internal sealed class TemporalTypes(Func<TemporalFormula.Predicate, string, string?> fieldType, Func<string, string?> requestType, Action<SourceSpan, string, string?> error)
{
    public const string Long = "Long";
    public const string Text = "String";
    public const string Boolean = "Bool";
    public const string Timepoint = "Timepoint";

    /// <summary>All entities: which ones, is for their hierarchy to say.</summary>
    public const string Entity = "Entity";

    private static readonly Dictionary<string, string> s_none = [];

    public void Check(TemporalFormula condition) => Walk(condition, s_none);

    private void Walk(TemporalFormula formula, Dictionary<string, string> names)
    {
        switch (formula)
        {
            case TemporalFormula.Predicate predicate:
                foreach ((string path, TemporalTerm value) in predicate.Fields)
                {
                    if (AreDifferent(fieldType(predicate, path), TypeOf(value, names), out string? why))
                    {
                        error(predicate.Span, $"`{path}` is {why}", "they are never equal");
                    }
                }

                break;
            case TemporalFormula.Timepoint timepoint when names.GetValueOrDefault(timepoint.Name) is { } declared and not Timepoint:
                error(timepoint.Span, $"`{timepoint.Name}` is the place of an event, and is declared as {Words(declared)}", $"write `({timepoint.Name}: {Timepoint})`");
                break;
            case TemporalFormula.Comparison comparison:
                Compare(comparison, names);
                break;
        }

        foreach (TemporalFormula inner in TemporalParts.Inner(formula))
        {
            Walk(inner, Known(formula, inner, names));
        }
    }

    private static Dictionary<string, string> Known(TemporalFormula formula, TemporalFormula inner, Dictionary<string, string> names) => formula switch
    {
        TemporalFormula.Exists exists => With(names, [exists.Binder]),
        TemporalFormula.Comparison comparison => With(names, new[] { comparison.Left, comparison.Right }.OfType<TemporalTerm.Aggregate>().First(aggregate => ReferenceEquals(aggregate.Where, inner)).Binders),
        _ => names,
    };

    private void Compare(TemporalFormula.Comparison comparison, Dictionary<string, string> names)
    {
        (TemporalTerm Term, string? Type)[] sides = [(comparison.Left, TypeOf(comparison.Left, names)), (comparison.Right, TypeOf(comparison.Right, names))];
        foreach (TemporalTerm.Aggregate aggregate in sides.Select(static side => side.Term).OfType<TemporalTerm.Aggregate>())
        {
            if (aggregate.Binders.FirstOrDefault(binder => binder.Name == aggregate.Summed) is { } summed && Normal(summed.Type) is var type and not Long)
            {
                error(comparison.Span, $"`{summed.Name}` is summed, and is {Words(type)}", "only whole numbers are summed: count money in its smallest unit");
            }
        }

        if (TemporalComparisons.IsOrder(comparison.Operator))
        {
            foreach (string? type in sides.Select(static side => side.Type).Where(static type => type is not (null or Long)).Take(1))
            {
                error(comparison.Span, $"one side is {Words(type!)}", "only whole numbers are more or less than others");
            }
        }
        else if (AreDifferent(sides[0].Type, sides[1].Type, out string? why))
        {
            error(comparison.Span, $"one side is {why}", "they are never equal");
        }
    }

    private string? TypeOf(TemporalTerm term, Dictionary<string, string> names) => term switch
    {
        TemporalTerm.Literal { Value.Cedar: { } value } => value.Kind switch
        {
            ValueKind.Long => Long,
            ValueKind.String => Text,
            ValueKind.Boolean => Boolean,
            _ => Entity,
        },
        TemporalTerm.Variable variable => names.GetValueOrDefault(variable.Name),
        TemporalTerm.OfRequest request => requestType(request.Path),
        TemporalTerm.Aggregate => Long,
        _ => null,
    };

    private static bool AreDifferent(string? one, string? other, [NotNullWhen(true)] out string? why)
    {
        why = one is null || other is null || one == other ? null : $"{Words(one)}, and is compared with {Words(other)}";
        return why is not null;
    }

    private static Dictionary<string, string> With(Dictionary<string, string> names, IEnumerable<TemporalBinder> binders)
    {
        Dictionary<string, string> known = new(names, StringComparer.Ordinal);
        foreach (TemporalBinder binder in binders)
        {
            known[binder.Name] = Normal(binder.Type);
        }

        return known;
    }

    private static string Normal(string type) => type is Long or Text or Boolean or Timepoint or "decimal" ? type : Entity;

    private static string Words(string type) => type switch
    {
        Long => "a whole number",
        Text => "text",
        Boolean => "`true` or `false`",
        Timepoint => "the place of an event",
        Entity => "an entity",
        _ => "a number with decimals",
    };
}
