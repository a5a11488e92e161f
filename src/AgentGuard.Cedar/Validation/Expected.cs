using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>What an operand has to be.</summary>
/// <param name="What">What messages call it.</param>
/// <param name="Admits">Whether a type is such.</param>
internal sealed record Expected(string What, Func<CedarType, bool> Admits)
{
    public static Expected Boolean { get; } = new("`Bool`", type => type is PrimitiveType { Kind: ValueKind.Boolean });

    public static Expected Long { get; } = Exactly(PrimitiveType.Long);

    public static Expected String { get; } = Exactly(PrimitiveType.String);

    public static Expected Set { get; } = new("a set", type => type is SetType);

    public static Expected Entity { get; } = new("an entity", type => type is EntityReferenceType);

    public static Expected EntityOrRecord { get; } = new("an entity or a record", type => type is EntityReferenceType or RecordType);

    public static Expected EntityOrEntities { get; } = new("an entity or a set of entities", type => type is EntityReferenceType or SetType { Element: EntityReferenceType });

    public static Expected Exactly(CedarType type) => new($"`{type}`", other => other == type);
}
