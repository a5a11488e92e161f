using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema.Types;

/// <summary>A type without parts: booleans, numbers, text and the extension types.</summary>
internal sealed class PrimitiveType : CedarType
{
    private PrimitiveType(string name, ValueKind kind, bool isExtension)
        : base(0) => (Name, Kind, IsExtension) = (name, kind, isExtension);

    public static PrimitiveType Boolean { get; } = new("Bool", ValueKind.Boolean, isExtension: false);

    /// <summary>What is always true, as far as the schema tells.</summary>
    public static PrimitiveType True { get; } = new("Bool", ValueKind.Boolean, isExtension: false);

    /// <summary>What is always false, as far as the schema tells.</summary>
    public static PrimitiveType False { get; } = new("Bool", ValueKind.Boolean, isExtension: false);

    public static PrimitiveType Long { get; } = new("Long", ValueKind.Long, isExtension: false);

    public static PrimitiveType String { get; } = new("String", ValueKind.String, isExtension: false);

    public static PrimitiveType Decimal { get; } = new("decimal", ValueKind.Decimal, isExtension: true);

    public static PrimitiveType IpAddress { get; } = new("ipaddr", ValueKind.IpAddress, isExtension: true);

    public static PrimitiveType DateTime { get; } = new("datetime", ValueKind.DateTime, isExtension: true);

    public static PrimitiveType Duration { get; } = new("duration", ValueKind.Duration, isExtension: true);

    /// <summary>The types that a schema can name, by their names.</summary>
    public static IReadOnlyList<PrimitiveType> All { get; } = [Boolean, Long, String, Decimal, IpAddress, DateTime, Duration];

    public string Name { get; }

    /// <summary>The kind of its values.</summary>
    public ValueKind Kind { get; }

    public bool IsExtension { get; }

    /// <summary>The type of a name such as <c>Long</c> or <c>ipaddr</c>; null for every other name.</summary>
    public static PrimitiveType? Find(ReadOnlySpan<char> name)
    {
        foreach (PrimitiveType type in All)
        {
            if (name.SequenceEqual(type.Name))
            {
                return type;
            }
        }

        return null;
    }

    public static PrimitiveType Of(bool constant) => constant ? True : False;
}
