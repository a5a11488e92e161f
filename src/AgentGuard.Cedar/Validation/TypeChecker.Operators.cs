using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <content>Operators and built-in methods with two operands, and calls of extension functions.</content>
internal sealed partial class TypeChecker
{
    private const string UseIn = "to ask whether an entity is in another, use `in`";
    private const string UseHas = "to ask whether a record has an attribute, use `has`";
    private const string UseLike = "to look into a string, use `like`";

    public Typing Visit(BinaryExpression node) => node.Operator switch
    {
        BinaryOperator.Equal or BinaryOperator.NotEqual => CheckEquality(node),
        >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual => CheckComparison(node),
        BinaryOperator.In => CheckIn(node),
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply => CheckArithmetic(node),
        BinaryOperator.Contains => CheckContains(node),
        BinaryOperator.ContainsAll or BinaryOperator.ContainsAny => CheckContainsMany(node),
        BinaryOperator.HasTag => CheckHasTag(node),
        _ => CheckGetTag(node),
    };

    public Typing Visit(LikeExpression node) => Success(node, PrimitiveType.Boolean, Expect(node.Target, _prior, Expected.String, type =>
        type is EntityReferenceType ? "`like` looks into strings; the type of an entity is tested with `is`" : null));

    public Typing Visit(IsExpression node)
    {
        Typing target = Expect(node.Target, _prior, Expected.Entity, _ => "`is` tests the types of entities only; those of other values follow from the schema");
        return target.Type is EntityReferenceType entity
            ? Success(node, PrimitiveType.Of(entity.Name == node.EntityType), target)
            : Failure(node, PrimitiveType.Boolean, target);
    }

    public Typing Visit(ExtensionCallExpression node)
    {
        PrimitiveType[] parameters = ExtensionTypes.ParametersOf(node.Function);
        PrimitiveType result = ExtensionTypes.ResultOf(node.Function);
        if (!IsCallable(node, parameters.Length))
        {
            return Failure(node, result, CheckAll(node.Arguments));
        }

        Typing[] arguments = new Typing[parameters.Length];
        Capabilities prior = _prior;
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Expect(node.Arguments[i], prior, Expected.Exactly(parameters[i]));
        }

        return Success(node, result, arguments);
    }

    private bool IsCallable(ExtensionCallExpression node, int arity)
    {
        string name = ExtensionFunctions.Of(node.Function).Name;
        int errors = 0;
        if (node.Arguments.Count != arity)
        {
            int receivers = ExtensionFunctions.Of(node.Function).IsMethod ? 1 : 0;
            Error(node.Span, $"`{name}` takes {(arity - receivers == 1 ? "one argument" : "no argument")}, found {node.Arguments.Count - receivers}");
            errors++;
        }

        if (!ExtensionTypes.IsConstructor(node.Function))
        {
            return errors == 0;
        }

        if (node.Arguments is [LiteralExpression { Value: { Kind: ValueKind.String } literal }] && ExtensionTypes.FaultOf(node.Function, literal.AsString) is { } fault)
        {
            Error(node.Arguments[0].Span, fault, HelpOf(node.Function));
            errors++;
        }

        if (node.Arguments.Any(argument => argument is not LiteralExpression))
        {
            Error(node.Span, $"`{name}` is called with what is no literal", $"only a literal can be checked before it is used; let the attribute be of type `{ExtensionTypes.ResultOf(node.Function)}` instead of `String`");
            errors++;
        }

        return errors == 0;
    }

    private static string HelpOf(ExtensionFunction constructor) => constructor switch
    {
        ExtensionFunction.Decimal => "a decimal has one to four digits behind its point, `\"12.50\"`",
        ExtensionFunction.Ip => "an address or range, `\"10.0.0.0/8\"` or `\"::1\"`",
        ExtensionFunction.DateTime => "a date or an instant, `\"2024-10-15\"` or `\"2024-10-15T11:35:00Z\"`",
        _ => "days, hours, minutes, seconds and milliseconds in this order, `\"1d2h30m\"`",
    };

    /// <summary>Whether the operands are of one type, and whether the schema or their text tells already that they are equal or not.</summary>
    private Typing CheckEquality(BinaryExpression node)
    {
        Capabilities prior = _prior;
        Typing left = Check(node.Left, prior);
        Typing right = Check(node.Right, prior);
        CedarType type = PrimitiveType.Boolean;
        if (left.Type is EntityReferenceType l && right.Type is EntityReferenceType r && l != r)
        {
            type = PrimitiveType.False;
        }
        else if (ConstantOf(node.Left) is { } leftValue && ConstantOf(node.Right) is { } rightValue)
        {
            type = PrimitiveType.Of(leftValue == rightValue);
        }
        else if (left.Type is not null && right.Type is not null && context.Bounds.Of(left.Type, right.Type) is null)
        {
            ReportIncompatible(node, left.Type, right.Type, "what is compared with `==` or `!=` has one type", left, right);
            return Failure(node, type, left, right);
        }

        return Result(
            node,
            node.Operator == BinaryOperator.Equal ? type : Negate(type),
            Capabilities.None,
            left.Type is null || right.Type is null || left.IsFailed || right.IsFailed,
            left,
            right);
    }

    private Typing CheckComparison(BinaryExpression node)
    {
        Capabilities prior = _prior;
        Typing left = Check(node.Left, prior);
        Typing right = Check(node.Right, prior);
        if (left.Type is null || right.Type is null)
        {
            return Failure(node, PrimitiveType.Boolean, left, right);
        }

        if (left.Type == right.Type && IsOrdered(left.Type))
        {
            return Success(node, PrimitiveType.Boolean, left, right);
        }

        if (left.Type == PrimitiveType.Long || (IsOrdered(left.Type) && right.Type != PrimitiveType.Long))
        {
            ReportUnordered(node.Right.Span, right.Type, Describe(left.Type));
        }
        else if (IsOrdered(right.Type))
        {
            ReportUnordered(node.Left.Span, left.Type, Describe(right.Type));
        }
        else
        {
            ReportUnordered(node.Left.Span, left.Type, "`Long`, `datetime` or `duration`");
            ReportUnordered(node.Right.Span, right.Type, "`Long`, `datetime` or `duration`");
        }

        return Failure(node, PrimitiveType.Boolean, left, right);
    }

    private void ReportUnordered(SourceSpan span, CedarType type, string expected) =>
        Error(span, $"expected {expected}, found {Describe(type)}", type == PrimitiveType.Decimal ? "decimals are compared with `.lessThan(…)` and `.greaterThan(…)`" : null);

    private static bool IsOrdered(CedarType type) =>
        type == PrimitiveType.Long || type == PrimitiveType.DateTime || type == PrimitiveType.Duration;

    private Typing CheckArithmetic(BinaryExpression node)
    {
        Capabilities prior = _prior;
        string? Help(CedarType type) => type switch
        {
            SetType => "sets are not added; ask with `.contains(…)` or `.containsAny(…)`",
            PrimitiveType { Kind: ValueKind.String } when node.Operator == BinaryOperator.Add => "strings are not joined; match them with `like`",
            PrimitiveType { Kind: ValueKind.DateTime or ValueKind.Duration } => "time is added with `.offset(…)` and taken with `.durationSince(…)`",
            _ => null,
        };

        Typing left = Expect(node.Left, prior, Expected.Long, Help);
        Typing right = Expect(node.Right, prior, Expected.Long, Help);
        return Success(node, PrimitiveType.Long, left, right);
    }

    private Typing CheckContains(BinaryExpression node)
    {
        Capabilities prior = _prior;
        Typing set = Expect(node.Left, prior, Expected.Set, NoSet);
        Typing element = Check(node.Right, prior);
        if (set.Type is SetType { Element: { } expected } && element.Type is { } found && context.Bounds.Of(expected, found) is null)
        {
            ReportIncompatible(node, expected, found, "what a set is asked for has the type of its elements", set, element);
            return Failure(node, PrimitiveType.Boolean, set, element);
        }

        return Success(node, PrimitiveType.Boolean, set, element);
    }

    private Typing CheckContainsMany(BinaryExpression node)
    {
        Capabilities prior = _prior;
        Typing left = Expect(node.Left, prior, Expected.Set, NoSet);
        Typing right = Expect(node.Right, prior, Expected.Set, _ => "to ask for one element, use `.contains(…)`");
        if (left.Type is { } l && right.Type is { } r && context.Bounds.Of(l, r) is null)
        {
            ReportIncompatible(node, l, r, "both sets have elements of one type", left, right);
            return Failure(node, PrimitiveType.Boolean, left, right);
        }

        return Success(node, PrimitiveType.Boolean, left, right);
    }

    private static string? NoSet(CedarType type) => type switch
    {
        EntityReferenceType => UseIn,
        RecordType => UseHas,
        PrimitiveType { Kind: ValueKind.String } => UseLike,
        _ => null,
    };

    /// <summary>The value of a literal, or of the action, which each kind of request tells.</summary>
    private Value? ConstantOf(Expression expression) => expression switch
    {
        LiteralExpression literal => (Value?)literal.Value,
        VariableExpression { Variable: Variable.Action } => (Value)environment.Action.Uid,
        _ => null,
    };
}
