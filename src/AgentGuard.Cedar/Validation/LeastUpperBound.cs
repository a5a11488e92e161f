using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Validation;

/// <summary>
/// Finds the one type that two have in strict validation: that of both, but that what is always true or always false is a boolean.
/// Each pair of types is compared once; shared parts may make two types far larger than they look.
/// </summary>
internal sealed class LeastUpperBound(TypeTable types, StepBudget budget)
{
    private readonly Dictionary<(CedarType Left, CedarType Right), CedarType?> _known = [];

    /// <summary>The type; null where there is none.</summary>
    public CedarType? Of(CedarType left, CedarType right)
    {
        if (left == right)
        {
            return left;
        }

        switch (left, right)
        {
            case (PrimitiveType { Kind: Values.ValueKind.Boolean }, PrimitiveType { Kind: Values.ValueKind.Boolean }):
                return PrimitiveType.Boolean;
            case (SetType or RecordType, SetType or RecordType) when !_known.ContainsKey((left, right)):
                _known[(left, right)] = budget.Take() ? Compute(left, right) : null;
                break;
        }

        return _known.GetValueOrDefault((left, right));
    }

    private CedarType? Compute(CedarType left, CedarType right) => (left, right) switch
    {
        (SetType l, SetType r) => Of(l.Element, r.Element) is { } element ? types.Set(element) : null,
        (RecordType l, RecordType r) => OfRecords(l, r),
        _ => null,
    };

    private RecordType? OfRecords(RecordType left, RecordType right)
    {
        ReadOnlySpan<AttributeType> rightAttributes = right.Attributes;
        if (left.Attributes.Length != rightAttributes.Length)
        {
            return null;
        }

        AttributeType[] attributes = left.Attributes.ToArray();
        for (int i = 0; i < attributes.Length; i++)
        {
            AttributeType other = rightAttributes[i];
            if (!budget.Take()
                || attributes[i].Name != other.Name
                || attributes[i].IsRequired != other.IsRequired
                || Of(attributes[i].Type, other.Type) is not { } type)
            {
                return null;
            }

            attributes[i] = attributes[i] with { Type = type };
        }

        return types.Record(attributes);
    }
}
