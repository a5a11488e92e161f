using System.Globalization;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>Makes evaluation errors in the reference implementation's words.</summary>
internal static class Faults
{
    public const string Entity = "(entity of type `any_entity_type`)";

    private const int MaxQuoted = 120;
    private const int MaxNames = 5;

    public static EvaluationError Type(string expected, Value actual, SourceSpan span, string? help = null) =>
        new(EvaluationErrorKind.TypeError, $"type error: expected {expected}, got {TypeName(actual)}", span, help);

    public static EvaluationError OneOf(string expected, Value actual, SourceSpan span, string? help = null) =>
        new(EvaluationErrorKind.TypeError, $"type error: expected one of [{expected}], got {TypeName(actual)}", span, help);

    public static EvaluationError NoEntity(EntityUid uid, SourceSpan span) =>
        new(EvaluationErrorKind.EntityDoesNotExist, $"entity `{Shorten(uid.ToString())}` does not exist", span);

    public static EvaluationError NoAttribute(Entity entity, string name, SourceSpan span)
    {
        string also = entity.Tags.ContainsKey(name) ? $"; note that a tag (not an attribute) named `{name}` does exist" : "";
        string uid = Shorten(entity.Uid.ToString());
        return new(
            EvaluationErrorKind.AttributeDoesNotExist,
            $"`{uid}` does not have the attribute `{name}`",
            span,
            Available(entity.Attributes, "attributes", $"`{uid}`") + also);
    }

    public static EvaluationError NoAttribute(CedarRecord record, string name, SourceSpan span) =>
        new(
            EvaluationErrorKind.AttributeDoesNotExist,
            $"record does not have the attribute `{name}`",
            span,
            Available(record, "attributes", "record"));

    public static EvaluationError NoTag(Entity entity, string name, SourceSpan span)
    {
        string also = entity.Attributes.ContainsKey(name) ? $"; note that an attribute (not a tag) named `{Shorten(name)}` does exist" : "";
        string uid = Shorten(entity.Uid.ToString());
        return new(
            EvaluationErrorKind.TagDoesNotExist,
            $"`{uid}` does not have the tag `{Shorten(name)}`",
            span,
            Available(entity.Tags, "tags", $"`{uid}`") + also);
    }

    public static EvaluationError Overflow(string verb, long left, long right, SourceSpan span) =>
        new(
            EvaluationErrorKind.IntegerOverflow,
            string.Create(CultureInfo.InvariantCulture, $"integer overflow while attempting to {verb} the values `{left}` and `{right}`"),
            span);

    public static EvaluationError NegationOverflow(long operand, SourceSpan span) =>
        new(
            EvaluationErrorKind.IntegerOverflow,
            string.Create(CultureInfo.InvariantCulture, $"integer overflow while attempting to negate the value `{operand}`"),
            span);

    public static EvaluationError ArgumentCount(string name, int expected, int actual, SourceSpan span) =>
        new(
            EvaluationErrorKind.WrongNumberOfArguments,
            string.Create(CultureInfo.InvariantCulture, $"wrong number of arguments provided to extension function `{name}`: expected {expected}, got {actual}"),
            span);

    public static EvaluationError Extension(string name, string message, SourceSpan span, string? help = null) =>
        new(EvaluationErrorKind.ExtensionFunctionFailed, $"error while evaluating `{name}` extension function: {message}", span, help);

    public static EvaluationError TooDeep(SourceSpan span) =>
        new(EvaluationErrorKind.RecursionLimit, "recursion limit reached", span, $"sets and records nest at most {Value.MaximumDepth} deep");

    public static EvaluationError TooLong(SourceSpan span) =>
        new(EvaluationErrorKind.StepLimit, "step limit reached", span, "make the condition or the values that it looks at smaller");

    public static string Shorten(string text)
    {
        if (text.Length <= MaxQuoted)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[MaxQuoted - 1]) ? MaxQuoted - 1 : MaxQuoted;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    public static string TypeName(Value value) => value.Kind switch
    {
        ValueKind.Entity => $"(entity of type `{value.AsEntity.Type}`)",
        _ => TypeName(value.Kind),
    };

    public static string TypeName(ValueKind kind) => kind switch
    {
        ValueKind.Boolean => "bool",
        ValueKind.Long => "long",
        ValueKind.String => "string",
        ValueKind.Entity => Entity,
        ValueKind.Set => "set",
        ValueKind.Record => "record",
        ValueKind.Decimal => "decimal",
        ValueKind.IpAddress => "ipaddr",
        ValueKind.DateTime => "datetime",
        ValueKind.Duration => "duration",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no type"),
    };

    private static string Available(CedarRecord names, string what, string owner)
    {
        if (names.Count == 0)
        {
            return $"{owner} does not have any {what}";
        }

        string first = string.Join(", ", names.Keys.Take(MaxNames).Select(Shorten));
        return names.Count <= MaxNames
            ? $"available {what}: [{first}]"
            : string.Create(CultureInfo.InvariantCulture, $"available {what}: [{first}, ... ({names.Count - MaxNames} more {what})]");
    }
}
