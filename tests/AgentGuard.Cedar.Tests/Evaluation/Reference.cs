using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Evaluation;

/// <summary>
/// Cedar's semantics as the Lean specification has them (Cedar.Spec.Evaluator and Authorizer): a walk over the tree, without index,
/// compilation or limits, slow and plain.
/// </summary>
internal sealed class Reference(CedarRequest request, EntityStore entities) : IExpressionVisitor<Value>
{
    /// <summary>The answer as <c>decision [reasons] errors [id kind …]</c>.</summary>
    public string Authorize(IEnumerable<Policy> policies)
    {
        List<string> permits = [];
        List<string> forbids = [];
        List<string> errors = [];
        foreach (Policy policy in policies)
        {
            try
            {
                if (IsSatisfied(policy))
                {
                    (policy.Effect == Effect.Permit ? permits : forbids).Add(policy.Id);
                }
            }
            catch (Failure failure)
            {
                errors.Add($"{policy.Id} {failure.Kind}");
            }
        }

        return Write(permits, forbids, errors);
    }

    public static string Write(AuthorizationResult result) => Write(
        result.Permits.ToArray().Select(policy => policy.Policy.Id),
        result.Forbids.ToArray().Select(policy => policy.Policy.Id),
        result.Errors.ToArray().Select(error => $"{error.Policy.Policy.Id} {error.Error.Kind}"));

    public Value Visit(LiteralExpression node) => node.Value;

    public Value Visit(VariableExpression node) => node.Variable switch
    {
        Variable.Principal => request.Principal,
        Variable.Action => request.Action,
        Variable.Resource => request.Resource,
        _ => request.Context,
    };

    public Value Visit(IfExpression node) => Boolean(node.Condition) ? node.Then.Accept(this) : node.Else.Accept(this);

    public Value Visit(AndExpression node) => Boolean(node.Left) && Boolean(node.Right);

    public Value Visit(OrExpression node) => Boolean(node.Left) || Boolean(node.Right);

    public Value Visit(UnaryExpression node)
    {
        Value value = node.Operand.Accept(this);
        return (node.Operator, value.Kind) switch
        {
            (UnaryOperator.Not, ValueKind.Boolean) => !value.AsBoolean,
            (UnaryOperator.Negate, ValueKind.Long) => Checked(-(Int128)value.AsLong),
            (UnaryOperator.IsEmpty, ValueKind.Set) => value.AsSet.Count == 0,
            _ => throw new Failure(EvaluationErrorKind.TypeError),
        };
    }

    public Value Visit(BinaryExpression node)
    {
        Value left = node.Left.Accept(this);
        Value right = node.Right.Accept(this);
        switch (node.Operator)
        {
            case BinaryOperator.Equal:
                return left == right;
            case BinaryOperator.NotEqual:
                return left != right;
            case BinaryOperator.Less:
                return Compare(left, right) < 0;
            case BinaryOperator.LessOrEqual:
                return Compare(left, right) <= 0;
            case BinaryOperator.Greater:
                return Compare(left, right) > 0;
            case BinaryOperator.GreaterOrEqual:
                return Compare(left, right) >= 0;
            case BinaryOperator.Add:
                return Checked((Int128)Of(left, ValueKind.Long).AsLong + Of(right, ValueKind.Long).AsLong);
            case BinaryOperator.Subtract:
                return Checked((Int128)Of(left, ValueKind.Long).AsLong - Of(right, ValueKind.Long).AsLong);
            case BinaryOperator.Multiply:
                return Checked((Int128)Of(left, ValueKind.Long).AsLong * Of(right, ValueKind.Long).AsLong);
            case BinaryOperator.Contains:
                return Of(left, ValueKind.Set).AsSet.Any(element => element == right);
            case BinaryOperator.ContainsAll:
                Of(left, ValueKind.Set);
                return Of(right, ValueKind.Set).AsSet.All(wanted => left.AsSet.Any(element => element == wanted));
            case BinaryOperator.ContainsAny:
                Of(left, ValueKind.Set);
                return Of(right, ValueKind.Set).AsSet.Any(wanted => left.AsSet.Any(element => element == wanted));
            case BinaryOperator.HasTag:
                Of(right, ValueKind.String);
                return Find(left) is { } tagged && tagged.Tags.ContainsKey(right.AsString);
            case BinaryOperator.GetTag:
                Of(right, ValueKind.String);
                return (Find(left) ?? throw new Failure(EvaluationErrorKind.EntityDoesNotExist)).Tags.TryGetValue(right.AsString, out Value tag)
                    ? tag
                    : throw new Failure(EvaluationErrorKind.TagDoesNotExist);
            case BinaryOperator.In:
                Of(left, ValueKind.Entity);
                EntityUid[] groups = right.Kind == ValueKind.Entity
                    ? [right.AsEntity]
                    : [.. Of(right, ValueKind.Set).AsSet.Select(element => Of(element, ValueKind.Entity).AsEntity)];
                return groups.Any(group => IsIn(left.AsEntity, group));
            default:
                throw new ArgumentOutOfRangeException(nameof(node));
        }
    }

    public Value Visit(GetAttributeExpression node)
    {
        Value target = node.Target.Accept(this);
        CedarRecord attributes = target.Kind == ValueKind.Record
            ? target.AsRecord
            : (Find(target) ?? throw new Failure(EvaluationErrorKind.EntityDoesNotExist)).Attributes;
        return attributes.TryGetValue(node.Attribute, out Value value) ? value : throw new Failure(EvaluationErrorKind.AttributeDoesNotExist);
    }

    public Value Visit(HasAttributeExpression node)
    {
        Value target = node.Target.Accept(this);
        return target.Kind == ValueKind.Record
            ? target.AsRecord.ContainsKey(node.Attribute)
            : Find(target) is { } entity && entity.Attributes.ContainsKey(node.Attribute);
    }

    public Value Visit(LikeExpression node) =>
        Matches(Of(node.Target.Accept(this), ValueKind.String).AsString, string.Join('\uFFFF', node.Pattern.Pieces));

    public Value Visit(IsExpression node) => Of(node.Target.Accept(this), ValueKind.Entity).AsEntity.Type == node.EntityType;

    public Value Visit(SetExpression node) => new CedarSet(node.Elements.Select(element => element.Accept(this)).ToArray());

    public Value Visit(RecordExpression node) =>
        new CedarRecord(node.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Accept(this))).ToArray());

    public Value Visit(ExtensionCallExpression node)
    {
        Value[] arguments = [.. node.Arguments.Select(argument => argument.Accept(this))];
        return (node.Function, arguments) switch
        {
            (ExtensionFunction.Decimal, [var text]) => CedarDecimal.TryParse(Of(text, ValueKind.String).AsString, out CedarDecimal number) ? number : throw Refused,
            (ExtensionFunction.Ip, [var text]) => CedarIpAddress.TryParse(Of(text, ValueKind.String).AsString, out CedarIpAddress? address) ? address : throw Refused,
            (ExtensionFunction.DateTime, [var text]) => CedarDateTime.TryParse(Of(text, ValueKind.String).AsString, out CedarDateTime instant) ? instant : throw Refused,
            (ExtensionFunction.Duration, [var text]) => CedarDuration.TryParse(Of(text, ValueKind.String).AsString, out CedarDuration duration) ? duration : throw Refused,
            (ExtensionFunction.DecimalLessThan, [var x, var y]) => Of(x, ValueKind.Decimal).AsDecimal.TenThousandths < Of(y, ValueKind.Decimal).AsDecimal.TenThousandths,
            (ExtensionFunction.IsInRange, [var x, var y]) => Of(x, ValueKind.IpAddress).AsIpAddress.IsInRange(Of(y, ValueKind.IpAddress).AsIpAddress),
            (ExtensionFunction.Offset, [var x, var y]) => Of(x, ValueKind.DateTime).AsDateTime.TryOffset(Of(y, ValueKind.Duration).AsDuration, out CedarDateTime moved) ? moved : throw Refused,
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };
    }

    private static Failure Refused => new(EvaluationErrorKind.ExtensionFunctionFailed);

    private static string Write(IEnumerable<string> permits, IEnumerable<string> forbids, IEnumerable<string> errors) =>
        $"permits [{string.Join(' ', permits)}] forbids [{string.Join(' ', forbids)}] errors [{string.Join(", ", errors)}]";

    private static Value Of(Value value, ValueKind kind) => value.Kind == kind ? value : throw new Failure(EvaluationErrorKind.TypeError);

    private static Value Checked(Int128 result) =>
        result >= long.MinValue && result <= long.MaxValue ? (Value)(long)result : throw new Failure(EvaluationErrorKind.IntegerOverflow);

    private static int Compare(Value left, Value right) => (left.Kind, right.Kind) switch
    {
        (ValueKind.Long, ValueKind.Long) => left.AsLong.CompareTo(right.AsLong),
        (ValueKind.DateTime, ValueKind.DateTime) => left.AsDateTime.Milliseconds.CompareTo(right.AsDateTime.Milliseconds),
        (ValueKind.Duration, ValueKind.Duration) => left.AsDuration.Milliseconds.CompareTo(right.AsDuration.Milliseconds),
        _ => throw new Failure(EvaluationErrorKind.TypeError),
    };

    /// <summary>Wildcards by trying every length (U+FFFF stands for one), as the specification does.</summary>
    private static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        if (pattern.IsEmpty)
        {
            return text.IsEmpty;
        }

        if (pattern[0] == '\uFFFF')
        {
            return Matches(text, pattern[1..]) || (!text.IsEmpty && Matches(text[1..], pattern));
        }

        return !text.IsEmpty && text[0] == pattern[0] && Matches(text[1..], pattern[1..]);
    }

    private bool IsSatisfied(Policy policy) =>
        Holds(policy.Principal, request.Principal)
        && Holds(policy.Action, request.Action)
        && Holds(policy.Resource, request.Resource)
        && policy.Conditions.All(condition => Boolean(condition.Body) != condition.IsUnless);

    private bool Holds(Scope scope, EntityUid uid) => scope.Constraint switch
    {
        ScopeConstraint.Any => true,
        ScopeConstraint.Equal => uid.Equals(scope.Entities[0]),
        ScopeConstraint.In => IsIn(uid, scope.Entities[0]),
        ScopeConstraint.InAny => scope.Entities.Any(group => IsIn(uid, group)),
        ScopeConstraint.Is => uid.Type == scope.EntityType,
        _ => uid.Type == scope.EntityType && IsIn(uid, scope.Entities[0]),
    };

    private bool Boolean(Expression expression) => Of(expression.Accept(this), ValueKind.Boolean).AsBoolean;

    private Entity? Find(Value uid) => entities.TryGetEntity(Of(uid, ValueKind.Entity).AsEntity, out Entity? entity) ? entity : null;

    private bool IsIn(EntityUid uid, EntityUid group) =>
        uid.Equals(group) || (entities.TryGetEntity(uid, out Entity? entity) && entity.Ancestors.Contains(group));

    private sealed class Failure(EvaluationErrorKind kind) : Exception
    {
        public EvaluationErrorKind Kind { get; } = kind;
    }
}
