using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation.Nodes;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Partial;

/// <summary>
/// Evaluates a policy for every request that fits what is known. What stands on known values alone is evaluated as ever; what stands on others is any value
/// or an error, unless <c>&amp;&amp;</c>, <c>||</c>, <c>if</c> or a type settle it.
/// </summary>
internal sealed class PartialEvaluator(PartialRequest request, IEntitySource entities, PolicySetOptions options) : IExpressionVisitor<PartialValue>
{
    private readonly EvaluationFrame _frame = new();

    // What is folded names neither resource nor context.
    private readonly CedarRequest _known = new(request.Principal, request.Action, request.Resource ?? request.Principal);

    public PossibleOutcomes Foresee(Policy policy)
    {
        PossibleOutcomes outcomes = PossibleOutcomes.None;
        foreach (PartialValue part in Parts(policy))
        {
            outcomes |= part.CanBeFalse ? PossibleOutcomes.NotSatisfied : PossibleOutcomes.None;
            outcomes |= part.CanFailAsCondition ? PossibleOutcomes.Failed : PossibleOutcomes.None;
            if (!part.CanBeTrue)
            {
                return outcomes;
            }
        }

        return outcomes | PossibleOutcomes.Satisfied;
    }

    public PartialValue Visit(LiteralExpression node) => PartialValue.Of(node.Value);

    public PartialValue Visit(VariableExpression node) => node.Variable switch
    {
        Variable.Principal => PartialValue.Of(request.Principal),
        Variable.Action => PartialValue.Of(request.Action),
        Variable.Resource when request.Resource is { } resource => PartialValue.Of(resource),
        Variable.Resource => PartialValue.SomeEntity(request.ResourceType),
        _ => PartialValue.Some(),
    };

    public PartialValue Visit(AndExpression node)
    {
        PartialValue left = node.Left.Accept(this);
        if (!left.CanBeTrue)
        {
            return PartialValue.Condition(canBeTrue: false, left.CanBeFalse, left.CanFailAsCondition);
        }

        PartialValue right = node.Right.Accept(this);
        return PartialValue.Condition(right.CanBeTrue, left.CanBeFalse || right.CanBeFalse, CanFail(left, right));
    }

    public PartialValue Visit(OrExpression node)
    {
        PartialValue left = node.Left.Accept(this);
        if (!left.CanBeFalse)
        {
            return PartialValue.Condition(left.CanBeTrue, canBeFalse: false, left.CanFailAsCondition);
        }

        PartialValue right = node.Right.Accept(this);
        return PartialValue.Condition(left.CanBeTrue || right.CanBeTrue, right.CanBeFalse, CanFail(left, right));
    }

    public PartialValue Visit(IfExpression node)
    {
        PartialValue condition = node.Condition.Accept(this);
        PartialValue result = (condition.CanBeTrue, condition.CanBeFalse) switch
        {
            (true, true) => node.Then.Accept(this).Or(node.Else.Accept(this)),
            (true, false) => node.Then.Accept(this),
            (false, true) => node.Else.Accept(this),
            _ => PartialValue.Error,
        };
        return result.After(condition.CanFailAsCondition);
    }

    public PartialValue Visit(UnaryExpression node)
    {
        PartialValue operand = node.Operand.Accept(this);
        return node.Operator == UnaryOperator.Not
            ? PartialValue.Condition(operand.CanBeFalse, operand.CanBeTrue, operand.CanFailAsCondition)
            : Fold([operand], known => node with { Operand = known[0] });
    }

    public PartialValue Visit(BinaryExpression node)
    {
        PartialValue left = node.Left.Accept(this);
        PartialValue right = node.Right.Accept(this);
        if (node.Operator is BinaryOperator.Equal or BinaryOperator.NotEqual && AreOfDifferentTypes(left, right))
        {
            return PartialValue.Of(node.Operator == BinaryOperator.NotEqual).After(left.CanFail || right.CanFail);
        }

        bool asksEntities = node.Operator is BinaryOperator.In or BinaryOperator.HasTag or BinaryOperator.GetTag;
        return asksEntities && !(request.HasKnownEntities || IsAction(left))
            ? Eager([left, right])
            : Fold([left, right], known => node with { Left = known[0], Right = known[1] });
    }

    public PartialValue Visit(GetAttributeExpression node)
    {
        PartialValue target = node.Target.Accept(this);
        return HasKnown(node.Attribute, target) ? Fold([target], known => node with { Target = known[0] }) : Eager([target]);
    }

    public PartialValue Visit(HasAttributeExpression node)
    {
        PartialValue target = node.Target.Accept(this);
        return HasKnown(node.Attribute, target) ? Fold([target], known => node with { Target = known[0] }) : Eager([target]);
    }

    public PartialValue Visit(LikeExpression node) => Fold([node.Target.Accept(this)], known => node with { Target = known[0] });

    public PartialValue Visit(IsExpression node)
    {
        PartialValue target = node.Target.Accept(this);
        return target.EntityType is { } type
            ? PartialValue.Of(type == node.EntityType).After(target.CanFail)
            : Fold([target], known => node with { Target = known[0] });
    }

    public PartialValue Visit(SetExpression node) =>
        Fold([.. node.Elements.Select(element => element.Accept(this))], known => node with { Elements = known });

    public PartialValue Visit(RecordExpression node) => Fold(
        [.. node.Entries.Select(entry => entry.Value.Accept(this))],
        known => node with { Entries = [.. node.Entries.Zip(known, static (entry, value) => KeyValuePair.Create(entry.Key, value))] });

    public PartialValue Visit(ExtensionCallExpression node) =>
        Fold([.. node.Arguments.Select(argument => argument.Accept(this))], known => node with { Arguments = known });

    private IEnumerable<PartialValue> Parts(Policy policy)
    {
        yield return Head(policy.Principal, PartialValue.Of(request.Principal));
        yield return Head(policy.Action, PartialValue.Of(request.Action));
        yield return Head(policy.Resource, request.Resource is { } resource ? PartialValue.Of(resource) : PartialValue.SomeEntity(request.ResourceType));
        foreach (Condition condition in policy.Conditions)
        {
            PartialValue body = condition.Body.Accept(this);
            yield return condition.IsUnless ? PartialValue.Condition(body.CanBeFalse, body.CanBeTrue, body.CanFailAsCondition) : body;
        }
    }

    /// <summary>Whether a head admits an entity; it is never an error.</summary>
    private PartialValue Head(Scope scope, PartialValue entity)
    {
        string? type = entity.IsKnown ? entity.Known.AsEntity.Type : entity.EntityType;
        if (type is not null && IsOfOtherType(scope, type))
        {
            return PartialValue.Of(false);
        }

        bool isSettledByType = scope.Constraint == ScopeConstraint.Any || (scope.Constraint == ScopeConstraint.Is && type is not null);
        if (isSettledByType || (entity.IsKnown && scope.Entities.Contains(entity.Known.AsEntity)))
        {
            return PartialValue.Of(true);
        }

        bool canBeBelow = scope.Constraint != ScopeConstraint.Equal;
        if (!entity.IsKnown || (canBeBelow && !(request.HasKnownEntities || IsAction(entity))))
        {
            return PartialValue.Condition(canBeTrue: true, canBeFalse: true, canFail: false);
        }

        bool isBelow = canBeBelow
            && entities.TryGetEntity(entity.Known.AsEntity, out Entity? found)
            && scope.Entities.Any(found.IsDescendantOf);
        return PartialValue.Of(isBelow);
    }

    private static bool IsOfOtherType(Scope scope, string type) => scope.Constraint switch
    {
        ScopeConstraint.Equal => scope.Entities[0].Type != type,
        ScopeConstraint.Is or ScopeConstraint.IsIn => scope.EntityType != type,
        _ => false,
    };

    private bool IsAction(PartialValue value) => value.IsKnown && value.Known.Kind == ValueKind.Entity && value.Known.AsEntity.Type == request.Action.Type;

    /// <summary>Whether what is known of an entity settles what this attribute of it is. Records have what they have.</summary>
    private bool HasKnown(string attribute, PartialValue target) =>
        target.IsKnown && (target.Known.Kind != ValueKind.Entity || (request.HasKnownEntities && !request.UnknownAttributes.Contains(attribute)));

    private static bool AreOfDifferentTypes(PartialValue left, PartialValue right) =>
        (TypeOf(left), TypeOf(right)) is ({ } one, { } other) && one != other;

    private static string? TypeOf(PartialValue value) => value is { IsKnown: true, Known.Kind: ValueKind.Entity } ? value.Known.AsEntity.Type : value.EntityType;

    private static bool CanFail(PartialValue left, PartialValue right) => left.CanFailAsCondition || right.CanFailAsCondition;

    /// <summary>What stands on operands that are all evaluated comes to an error with any of them.</summary>
    private static PartialValue Eager(PartialValue[] operands) =>
        Array.TrueForAll(operands, static operand => operand.CanYield) ? PartialValue.Unknown : PartialValue.Error;

    private PartialValue Fold(PartialValue[] operands, Func<Expression[], Expression> with)
    {
        if (!Array.TrueForAll(operands, static operand => operand.IsKnown))
        {
            return Eager(operands);
        }

        Interner interner = new();
        Compiler compiler = new(interner);
        Node node = compiler.Compile(with([.. operands.Select(static operand => new LiteralExpression(operand.Known, default))]));
        _frame.Begin(_known, entities, interner.Slots, options);
        Value value = _frame.BeginPolicy(compiler.Nodes) ? node.Evaluate(_frame) : default;
        _frame.End();
        bool canFail = Array.Exists(operands, static operand => operand.CanFail);
        return value.Kind == ValueKind.None ? PartialValue.Error : PartialValue.Of(value).After(canFail);
    }
}
