using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <content>Attributes and tags.</content>
internal sealed partial class TypeChecker
{
    public Typing Visit(GetAttributeExpression node)
    {
        Capabilities prior = _prior;
        Typing target = Expect(node.Target, prior, Expected.EntityOrRecord);
        if (target.Type is null)
        {
            return Failure(node, null, target);
        }

        RecordType? attributes = AttributesOf(target.Type);
        if (attributes is null || !attributes.TryGet(node.Attribute, out AttributeType attribute))
        {
            Error(node.Span, $"the attribute `{Excerpt.Of(node.Attribute)}` does not exist {Where(node.Target, target.Type)}", () => attributes is null ? "actions have no attributes" : HelpOf(attributes, node.Attribute));
            return Failure(node, null, target);
        }

        if (attribute.IsRequired || prior.Contains(CapabilityOf(node.Target, node.Attribute)))
        {
            return Success(node, attribute.Type, target);
        }

        Error(node.Span, $"the attribute `{Excerpt.Of(node.Attribute)}` is optional {Where(node.Target, target.Type)}, and may be absent here", $"ask for it first: `{context.Findings.TextAt(node.Target.Span)} has {(Names.IsIdentifier(node.Attribute) ? Excerpt.Of(node.Attribute) : $"\"{Excerpt.Of(UnicodeText.Escape(node.Attribute))}\"")} && …`");
        return Failure(node, attribute.Type, target);
    }

    public Typing Visit(HasAttributeExpression node)
    {
        Capabilities prior = _prior;
        Typing target = Expect(node.Target, prior, Expected.EntityOrRecord, type => type switch
        {
            SetType => "to ask whether something is in a set, use `.contains(…)`",
            PrimitiveType { Kind: ValueKind.String } => "to look into a string, use `like`",
            _ => null,
        });
        if (target.Type is null)
        {
            return Failure(node, PrimitiveType.Boolean, target);
        }

        if (AttributesOf(target.Type) is not { } attributes || !attributes.TryGet(node.Attribute, out AttributeType attribute))
        {
            return Success(node, PrimitiveType.False, target);
        }

        // An entity may be absent, and then it has no attribute whatever the schema requires.
        int capability = CapabilityOf(node.Target, node.Attribute);
        bool isCertain = prior.Contains(capability) || (attribute.IsRequired && target.Type is RecordType);
        return Result(node, isCertain ? PrimitiveType.True : PrimitiveType.Boolean, Capabilities.Of(capability), target.IsFailed, target);
    }

    private Typing CheckHasTag(BinaryExpression node)
    {
        Capabilities prior = _prior;
        Typing target = Expect(node.Left, prior, Expected.Entity);
        Typing tag = Expect(node.Right, prior, Expected.String);
        if (target.Type is not EntityReferenceType entity)
        {
            return Failure(node, null, target, tag);
        }

        int capability = CapabilityOfTag(node);
        PrimitiveType type = TagsOf(entity) is null ? PrimitiveType.False
            : prior.Contains(capability) ? PrimitiveType.True
            : PrimitiveType.Boolean;
        return Result(node, type, Capabilities.Of(capability), target.IsFailed || tag.IsFailed, target, tag);
    }

    private Typing CheckGetTag(BinaryExpression node)
    {
        Capabilities prior = _prior;
        Typing target = Expect(node.Left, prior, Expected.Entity);
        Typing tag = Expect(node.Right, prior, Expected.String);
        if (target.Type is not EntityReferenceType entity)
        {
            return Failure(node, null, target, tag);
        }

        if (!prior.Contains(CapabilityOfTag(node)))
        {
            Error(node.Span, $"the tag `{context.Findings.TextAt(node.Right.Span)}` of the entity type `{Excerpt.Of(entity.Name)}` may be absent here", $"ask for it first: `{context.Findings.TextAt(node.Left.Span)}.hasTag({context.Findings.TextAt(node.Right.Span)}) && …`");
            return Failure(node, null, target, tag);
        }

        if (TagsOf(entity) is not { } type)
        {
            Error(node.Span, $"the entity type `{Excerpt.Of(entity.Name)}` has no tags", "declare them, `entity … tags String;`");
            return Failure(node, null, target, tag);
        }

        return Success(node, type, target, tag);
    }

    /// <summary>The attributes of a record or of the entities of a type; null for actions, which have none.</summary>
    private RecordType? AttributesOf(CedarType type) => type switch
    {
        RecordType record => record,
        EntityReferenceType entity => Schema.TryGetEntityType(entity.Name, out EntityTypeDefinition? definition) ? definition.Attributes : null,
        _ => null,
    };

    private CedarType? TagsOf(EntityReferenceType entity) =>
        Schema.TryGetEntityType(entity.Name, out EntityTypeDefinition? definition) ? definition.Tags : null;

    private int CapabilityOf(Expression target, string attribute) => context.Capabilities[new Capability(context.Numbers[target], attribute, 0)];

    private int CapabilityOfTag(BinaryExpression node) => context.Capabilities[new Capability(context.Numbers[node.Left], null, context.Numbers[node.Right])];

    private string Where(Expression target, CedarType type) => (target, type) switch
    {
        (VariableExpression { Variable: Variable.Context }, _) => $"in the context of `{Excerpt.Of(environment.Action.Uid.ToString())}`",
        (_, EntityReferenceType entity) => $"on the entity type `{Excerpt.Of(entity.Name)}`",
        _ => $"on {Describe(type)}",
    };

    private string? HelpOf(RecordType attributes, string name) =>
        !context.Budget.Take(attributes.Attributes.Length) ? null
            : SchemaSuggestions.Attribute(attributes, name)
            ?? (attributes.Attributes.Length == 0 ? "it has no attributes" : $"its attributes are {SchemaSuggestions.List([.. attributes.Names])}");
}
