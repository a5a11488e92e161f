using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>What the name of a type may have been meant to be.</summary>
internal static class SchemaNames
{
    /// <summary>A question to the author, or null.</summary>
    /// <param name="name">The name that is not declared.</param>
    /// <param name="namespace">The namespace in which it stands; its own types need no namespace there.</param>
    /// <param name="candidates">The names that are declared, with namespaces.</param>
    /// <param name="withBuiltIn">Whether a built-in type may stand there.</param>
    public static string? Suggest(string name, string @namespace, IEnumerable<string> candidates, bool withBuiltIn)
    {
        if (withBuiltIn && name.StartsWith($"{SchemaWords.BuiltIn}::", StringComparison.Ordinal))
        {
            return $"the built-in types are {string.Join(", ", PrimitiveType.All.Select(type => $"`{SchemaWords.BuiltIn}::{type.Name}`"))}";
        }

        if (withBuiltIn && BuiltIn(name) is { } builtIn)
        {
            return $"did you mean `{builtIn}`?";
        }

        string prefix = @namespace.Length == 0 ? "" : $"{@namespace}::";
        List<string> written = [.. candidates.Select(candidate => prefix.Length > 0 && candidate.StartsWith(prefix, StringComparison.Ordinal) ? candidate[prefix.Length..] : candidate)];
        string? meant = Suggestion.Closest(name, written)
            ?? written.Find(candidate => candidate != name && SchemaWords.Basename(candidate).SequenceEqual(SchemaWords.Basename(name)));
        return meant is null ? null : $"did you mean `{Excerpt.Of(meant)}`?";
    }

    private static string? BuiltIn(string name) => name switch
    {
        "bool" or "boolean" or "Boolean" or "BOOLEAN" => PrimitiveType.Boolean.Name,
        "int" or "Int" or "integer" or "Integer" or "number" or "Number" or "i64" or "Int64" or "long" => PrimitiveType.Long.Name,
        "string" or "str" or "Str" or "text" or "Text" => PrimitiveType.String.Name,
        "float" or "Float" or "double" or "Double" => PrimitiveType.Decimal.Name,
        "ip" or "IP" or "ipAddress" or "IpAddress" or "IPAddress" => PrimitiveType.IpAddress.Name,
        "date" or "Date" or "time" or "timestamp" or "Timestamp" => PrimitiveType.DateTime.Name,
        _ => null,
    };
}
