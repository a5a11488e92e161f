using System.Globalization;
using System.Text;

namespace AgentGuard.Cedar.Values;

/// <summary>Prints values as Cedar expressions.</summary>
internal static class ValueText
{
    public static string Write(Value value)
    {
        StringBuilder builder = new();
        Append(builder, value);
        return builder.ToString();
    }

    private static void Append(StringBuilder builder, Value value)
    {
        _ = value.Kind switch
        {
            ValueKind.None => builder.Append("none"),
            ValueKind.Boolean => builder.Append(value.AsBoolean ? "true" : "false"),
            ValueKind.Long => builder.Append(CultureInfo.InvariantCulture, $"{value.AsLong}"),
            ValueKind.String => AppendQuoted(builder, value.AsString),
            ValueKind.Entity => builder.Append(value.AsEntity),
            ValueKind.Set => AppendSet(builder, value.AsSet),
            ValueKind.Record => AppendRecord(builder, value.AsRecord),
            ValueKind.Decimal => AppendCall(builder, "decimal", value.AsDecimal.ToString()),
            ValueKind.IpAddress => AppendCall(builder, "ip", value.AsIpAddress.ToString()),
            ValueKind.DateTime => AppendDateTime(builder, value.AsDateTime),
            ValueKind.Duration => AppendCall(builder, "duration", value.AsDuration.ToString()),
            _ => throw new InvalidOperationException($"a value has no kind {value.Kind}"),
        };
    }

    private static StringBuilder AppendSet(StringBuilder builder, CedarSet set)
    {
        builder.Append('[');
        string separator = "";
        foreach (Value element in set.Ordered())
        {
            Append(builder.Append(separator), element);
            separator = ", ";
        }

        return builder.Append(']');
    }

    private static StringBuilder AppendRecord(StringBuilder builder, CedarRecord record)
    {
        builder.Append('{');
        string separator = "";
        foreach ((string name, Value value) in record)
        {
            Append(AppendQuoted(builder.Append(separator), name).Append(": "), value);
            separator = ", ";
        }

        return builder.Append('}');
    }

    private static StringBuilder AppendDateTime(StringBuilder builder, CedarDateTime instant)
    {
        if (instant.IsReadable)
        {
            return AppendCall(builder, "datetime", instant.ToString());
        }

        AppendCall(builder, "datetime", CedarDateTime.Epoch).Append(".offset(");
        return AppendCall(builder, "duration", instant.SinceEpoch.ToString()).Append(')');
    }

    private static StringBuilder AppendCall(StringBuilder builder, string function, string argument) =>
        builder.Append(function).Append("(\"").Append(argument).Append("\")");

    private static StringBuilder AppendQuoted(StringBuilder builder, string text) =>
        builder.Append('"').Append(UnicodeText.Escape(text)).Append('"');
}
