using System.Globalization;
using System.Text;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Temporal;

/// <summary>
/// A value of an event: equal to another exactly where their forms are. A decimal is equal by its value, never to a whole number, and a list by its order.
/// </summary>
/// <param name="Form">What tells it from others: one letter for its type, then the value.</param>
/// <param name="Integer">The value where it is a whole number, which alone are ordered and summed.</param>
internal sealed record TemporalValue(string Form, long? Integer = null)
{
    /// <summary>The value as Cedar has it, where it stands in a policy; null elsewhere.</summary>
    public Value? Cedar { get; private init; }

    public static TemporalValue Null { get; } = new("n");

    public static TemporalValue Of(bool value) => new(value ? "b1" : "b0") { Cedar = value };

    public static TemporalValue Of(long value) => new(string.Create(CultureInfo.InvariantCulture, $"i{value}"), value) { Cedar = value };

    public static TemporalValue Of(string value) => new($"s{value.Length.ToString(CultureInfo.InvariantCulture)}:{value}") { Cedar = value };

    public static TemporalValue Of(EntityUid value) => new($"e{value}") { Cedar = value };

    /// <summary>A decimal of Cedar's by its value; another only equals the same text.</summary>
    public static TemporalValue OfDecimal(string text) => CedarDecimal.TryParse(text, out CedarDecimal value) ? new($"d{value}") : new($"t{text}");

    public static TemporalValue OfList(IEnumerable<TemporalValue> items) => new(Join('a', items.Select(static item => item.Form)));

    public static TemporalValue OfRecord(IEnumerable<KeyValuePair<string, TemporalValue>> members) =>
        new(Join('r', members.OrderBy(static member => member.Key, StringComparer.Ordinal).SelectMany(static member => new[] { member.Key, member.Value.Form })));

    /// <summary>Whether two values are equal: whole numbers by their values, however their forms came about.</summary>
    public bool IsSame(TemporalValue other) => Integer is { } one && other.Integer is { } two ? one == two : Form == other.Form;

    private static string Join(char kind, IEnumerable<string> parts)
    {
        StringBuilder text = new();
        text.Append(kind);
        foreach (string part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:").Append(part);
        }

        return text.ToString();
    }
}
