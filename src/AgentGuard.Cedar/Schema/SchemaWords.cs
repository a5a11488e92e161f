using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>Names that a schema may not declare, and names that it may use.</summary>
internal static class SchemaWords
{
    /// <summary>The namespace of the built-in types.</summary>
    public const string BuiltIn = "__cedar";

    /// <summary>The basename of the type of every action.</summary>
    public const string Action = "Action";

    /// <summary>Names that mean something else as the type of a JSON schema, so that no common type can have them.</summary>
    public static bool IsTypeKeyword(string name) =>
        name is "Bool" or "Boolean" or "Entity" or "Extension" or "Long" or "Record" or "Set" or "String";

    /// <summary>Whether a word may be used as an identifier. <c>__cedar</c> may, where a type is referred to.</summary>
    public static bool IsUsable(ReadOnlySpan<char> word) => word.SequenceEqual(BuiltIn) || !Names.IsReserved(word);

    /// <summary>Whether a text is a name that may refer to a type: identifiers joined by <c>::</c>.</summary>
    public static bool IsReference(ReadOnlySpan<char> text)
    {
        while (true)
        {
            int separator = text.IndexOf("::", StringComparison.Ordinal);
            ReadOnlySpan<char> part = separator < 0 ? text : text[..separator];
            if (!Names.IsIdentifier(part) || !IsUsable(part))
            {
                return false;
            }

            if (separator < 0)
            {
                return true;
            }

            text = text[(separator + 2)..];
        }
    }

    /// <summary>Whether an entity type is that of actions.</summary>
    public static bool IsActionType(string entityType) => Basename(entityType).SequenceEqual(Action);

    /// <summary>A name without its namespaces.</summary>
    public static ReadOnlySpan<char> Basename(string name)
    {
        int separator = name.LastIndexOf("::", StringComparison.Ordinal);
        return separator < 0 ? name : name.AsSpan(separator + 2);
    }
}
