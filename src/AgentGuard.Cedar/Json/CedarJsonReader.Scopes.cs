using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>What a policy says of principal, action and resource.</content>
internal ref partial struct CedarJsonReader
{
    private Scope ReadScope(string variable, bool takesSlots)
    {
        Expect(JsonTokenType.StartObject, $"what a policy says of its {variable} is an object");
        long place = _reader.TokenStartIndex;
        int start = Position();
        string? op = null;
        string? type = null;
        ScopeReference reference = new();
        ScopeReference? nested = null;
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            switch (name)
            {
                case "op":
                    Expect(JsonTokenType.String, "an operator is a string");
                    op = Text();
                    break;
                case "entity_type":
                    type = ReadTypeName();
                    break;
                case "in":
                    nested = ReadNested(variable, takesSlots);
                    break;
                default:
                    ReadReference(reference, name, variable, takesSlots);
                    break;
            }

            Leave();
        }

        bool isAction = variable == "action";
        ScopeConstraint constraint = (op, reference.Kind, nested?.Kind) switch
        {
            ("All" or "all", ScopeReferenceKind.None, null) when type is null => ScopeConstraint.Any,
            ("==", ScopeReferenceKind.Entity, null) when type is null => ScopeConstraint.Equal,
            ("==", ScopeReferenceKind.Slot, null) when type is null => ScopeConstraint.EqualSlot,
            ("in", ScopeReferenceKind.Entity, null) when type is null => ScopeConstraint.In,
            ("in", ScopeReferenceKind.Slot, null) when type is null => ScopeConstraint.InSlot,
            ("in", ScopeReferenceKind.Entities, null) when type is null && isAction => ScopeConstraint.InAny,
            ("is", ScopeReferenceKind.None, null) when type is not null && !isAction => ScopeConstraint.Is,
            ("is", ScopeReferenceKind.None, ScopeReferenceKind.Entity) when type is not null && !isAction => ScopeConstraint.IsIn,
            ("is", ScopeReferenceKind.None, ScopeReferenceKind.Slot) when type is not null && !isAction => ScopeConstraint.IsInSlot,
            _ => throw Fault(Misfit(op, isAction), place),
        };
        return new Scope(constraint, type, (nested ?? reference).Entities, From(start));
    }

    /// <summary>What <c>is … in</c> compares with; null stands for its absence.</summary>
    private ScopeReference? ReadNested(string variable, bool takesSlots)
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Expect(JsonTokenType.StartObject, "what stands behind `in` is an object");
        ScopeReference reference = new();
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            ReadReference(reference, name, variable, takesSlots);
            Leave();
        }

        return reference;
    }

    private void ReadReference(ScopeReference reference, string name, string variable, bool takesSlots)
    {
        long place = _reader.TokenStartIndex;
        ScopeReferenceKind kind;
        switch (name)
        {
            case "entity":
                kind = ScopeReferenceKind.Entity;
                reference.Entities.Add(ReadScopeEntity(variable));
                break;
            case "entities":
                kind = ScopeReferenceKind.Entities;
                Expect(JsonTokenType.StartArray, "entities are an array");
                for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
                {
                    _path.Add($"{reference.Entities.Count}");
                    reference.Entities.Add(ReadScopeEntity(variable));
                    Leave();
                }

                break;
            case "slot":
                kind = ScopeReferenceKind.Slot;
                CheckSlot(variable, takesSlots);
                break;
            default:
                throw Fault($"{UnicodeText.Quote(name)} has no place in the scope");
        }

        if (reference.Kind != ScopeReferenceKind.None)
        {
            throw Fault("`entity`, `entities` and `slot` exclude each other", place);
        }

        reference.Kind = kind;
    }

    private EntityUid ReadScopeEntity(string variable)
    {
        long place = _reader.TokenStartIndex;
        EntityUid uid = ReadUid();
        return variable != "action" || IsAction(uid)
            ? uid
            : throw Fault($"expected an entity uid with type `Action`, found {UnicodeText.Quote(uid.ToString())}", place);
    }

    private readonly void CheckSlot(string variable, bool takesSlots)
    {
        Expect(JsonTokenType.String, "a slot is a string");
        string slot = Text();
        if (variable == "action")
        {
            throw Fault("only the principal and the resource have slots");
        }

        if (slot != $"?{variable}")
        {
            throw Fault($"expected the template slot `?{variable}`, found {UnicodeText.Quote(slot)}");
        }

        if (!takesSlots)
        {
            throw Fault($"expected a static policy, and the slot `{slot}` makes this one a template");
        }
    }

    private readonly string ReadTypeName()
    {
        Expect(JsonTokenType.String, "an entity type is a string");
        string type = SharedText();
        return Names.IsTypeName(type) ? type : throw Fault($"{UnicodeText.Quote(type)} is not an entity type");
    }

    private static string Misfit(string? op, bool isAction) => op switch
    {
        null => "the scope has no `op`",
        "All" or "all" => $"`{op}` compares with nothing",
        "==" => "`==` needs `entity` or `slot`, and nothing else",
        "in" when isAction => "`in` needs `entity` or `entities`, and nothing else",
        "in" => "`in` needs `entity` or `slot`, and nothing else",
        "is" when isAction => "`is` cannot stand in the action's scope",
        "is" => "`is` needs `entity_type`, possibly `in` with `entity` or `slot`, and nothing else",
        _ => $"{UnicodeText.Quote(op)} is not an operator of the scope; they are `All`, `==`, `in` and `is`",
    };

    private enum ScopeReferenceKind
    {
        None,
        Entity,
        Entities,
        Slot,
    }

    private sealed class ScopeReference
    {
        public ScopeReferenceKind Kind { get; set; }

        public List<EntityUid> Entities { get; } = [];
    }
}
