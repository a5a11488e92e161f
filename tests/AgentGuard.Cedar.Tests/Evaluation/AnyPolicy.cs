using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Evaluation;

/// <summary>Policies and requests in a world so small that heads are met, attributes are there, and errors come up often.</summary>
internal static class AnyPolicy
{
    private static readonly SourceText s_source = new("");

    public static Gen<EntityUid> Users { get; } = Gen.Elements("u0", "u1", "u2", "nobody").Select(id => new EntityUid("User", id));

    public static Gen<EntityUid> Groups { get; } = Gen.Elements("g0", "g1", "g2").Select(id => new EntityUid("Group", id));

    public static Gen<EntityUid> Actions { get; } = Gen.Elements("read", "write", "all").Select(id => new EntityUid("Action", id));

    private static Gen<EntityUid> Uids { get; } = Gen.OneOf(Users, Groups, Actions);

    private static Gen<string> Names { get; } = Gen.Elements("a", "b", "c");

    private static Gen<string> Texts { get; } = Gen.Elements("", "a", "ab", "aab", "abab", "b", "1.5", "10.0.0.1", "2024-10-15", "1h");

    private static Gen<Value> Literals { get; } = Gen.OneOf(
        Gen.Elements(true, false).Select(value => (Value)value),
        Gen.Elements(0, 1, 2, long.MaxValue, long.MinValue).Select(value => (Value)value),
        Texts.Select(text => (Value)text),
        Uids.Select(uid => (Value)uid));

    private static Gen<Value> Values { get; } = Gen.Frequency(
        (4, Literals),
        (1, Literals.ListOf().Select(list => (Value)new CedarSet(list.Take(10)))),
        (1, from a in Literals from b in Literals select (Value)new CedarRecord([new("a", a), new("b", b)])),
        (1, Gen.Constant((Value)CedarIpAddress.Parse("10.0.0.0/8"))),
        (1, Gen.Constant((Value)CedarDateTime.Parse("2024-10-15"))));

    private static Gen<CedarRecord> Records { get; } =
        from names in Names.ListOf()
        from values in Values.ListOf(3)
        select new CedarRecord(names.Distinct().Select((name, i) => KeyValuePair.Create(name, values[i])));

    public static Gen<EntityStore> Entities { get; } =
        from attributes in Records.ListOf(8)
        from tags in Records.ListOf(8)
        from inner in Groups.ListOf(3)
        select new EntityStore(
        [
            new Entity(new EntityUid("User", "u0"), attributes[0], [inner[0]], tags[0]),
            new Entity(new EntityUid("User", "u1"), attributes[1], [inner[1], inner[2]], tags[1]),
            new Entity(new EntityUid("User", "u2"), attributes[2], [], tags[2]),
            new Entity(new EntityUid("Group", "g0"), attributes[3], [new EntityUid("Group", "g1")], tags[3]),
            new Entity(new EntityUid("Group", "g1"), attributes[4], [new EntityUid("Group", "g2")], tags[4]),
            new Entity(new EntityUid("Action", "read"), attributes[5], [new EntityUid("Action", "all")]),
            new Entity(new EntityUid("Action", "write"), attributes[6], [new EntityUid("Action", "all")]),
        ]);

    public static Gen<CedarRequest> Requests { get; } =
        from principal in Users
        from action in Actions
        from resource in Gen.OneOf(Users, Groups)
        from context in Records
        select new CedarRequest(principal, action, resource, context);

    public static Gen<Policy[]> Sets { get; } =
        from size in Gen.Choose(0, 12)
        from policies in Policies.ListOf(size)
        select policies.Select((policy, i) => policy with { Id = $"p{i}" }).ToArray();

    private static Gen<Policy> Policies =>
        from effect in Gen.Elements(Effect.Permit, Effect.Forbid)
        from principal in Heads
        from action in ActionHeads
        from resource in Heads
        from count in Gen.Choose(0, 2)
        from conditions in Conditions.ListOf(count)
        select new Policy("", effect, principal, action, resource, [.. conditions], [], s_source, default);

    private static Gen<Condition> Conditions =>
        from isUnless in Gen.Elements(true, false)
        from body in Booleans(4)
        select new Condition(isUnless, body, default);

    private static Gen<Scope> Heads { get; } =
        from constraint in Gen.Elements(ScopeConstraint.Any, ScopeConstraint.Equal, ScopeConstraint.In, ScopeConstraint.Is, ScopeConstraint.IsIn)
        from uid in Gen.OneOf(Users, Groups)
        from type in Gen.Elements("User", "Group")
        select constraint switch
        {
            ScopeConstraint.Any => new Scope(constraint, null, [], default),
            ScopeConstraint.Is => new Scope(constraint, type, [], default),
            ScopeConstraint.IsIn => new Scope(constraint, type, [uid], default),
            _ => new Scope(constraint, null, [uid], default),
        };

    private static Gen<Scope> ActionHeads { get; } =
        from constraint in Gen.Elements(ScopeConstraint.Any, ScopeConstraint.Equal, ScopeConstraint.In, ScopeConstraint.InAny)
        from uids in Actions.ListOf()
        from uid in Actions
        select constraint switch
        {
            ScopeConstraint.Any => new Scope(constraint, null, [], default),
            ScopeConstraint.InAny => new Scope(constraint, null, [.. uids.Take(3)], default),
            _ => new Scope(constraint, null, [uid], default),
        };

    /// <summary>Expressions that are booleans more often than not.</summary>
    private static Gen<Expression> Booleans(int depth) => depth <= 0
        ? Sound
        : Gen.Frequency(
            (6, Sound),
            (2, from left in Booleans(depth - 1) from right in Booleans(depth - 1) select (Expression)new AndExpression(left, right, default)),
            (2, from left in Booleans(depth - 1) from right in Booleans(depth - 1) select (Expression)new OrExpression(left, right, default)),
            (1, from operand in Booleans(depth - 1) select (Expression)new UnaryExpression(UnaryOperator.Not, operand, default)),
            (1, from operand in Any(depth - 1) select (Expression)new UnaryExpression(UnaryOperator.IsEmpty, operand, default)),
            (6, from op in Gen.Elements(Enum.GetValues<BinaryOperator>()) from left in Any(depth - 1) from right in Any(depth - 1) select (Expression)new BinaryExpression(op, left, right, default)),
            (2, from target in Any(depth - 1) from name in Names select (Expression)new HasAttributeExpression(target, name, default)),
            (1, from target in Any(depth - 1) from type in Gen.Elements("User", "Group") select (Expression)new IsExpression(target, type, default)),
            (1, from target in Any(depth - 1) from pieces in Gen.Elements("", "a", "b", "ab").NonEmptyListOf() select (Expression)new LikeExpression(target, new Pattern([.. pieces]), default)),
            (1, from function in Gen.Elements(ExtensionFunction.DecimalLessThan, ExtensionFunction.IsInRange) from left in Any(depth - 1) from right in Any(depth - 1) select (Expression)new ExtensionCallExpression(function, [left, right], default)));

    /// <summary>Booleans that are rarely an error.</summary>
    private static Gen<Expression> Sound => Gen.OneOf(
        from variable in Variables from uid in Uids select (Expression)new BinaryExpression(BinaryOperator.Equal, variable, new LiteralExpression(uid, default), default),
        from variable in Variables from uid in Groups select (Expression)new BinaryExpression(BinaryOperator.In, variable, new SetExpression([new LiteralExpression(uid, default)], default), default),
        from variable in Variables from name in Names select (Expression)new HasAttributeExpression(variable, name, default),
        from variable in Variables from name in Names from value in Literals select (Expression)new AndExpression(new HasAttributeExpression(variable, name, default), new BinaryExpression(BinaryOperator.Equal, new GetAttributeExpression(variable, name, default), new LiteralExpression(value, default), default), default),
        Gen.Elements(true, false).Select(value => (Expression)new LiteralExpression(value, default)));

    private static Gen<Expression> Variables { get; } = Gen.Elements(Enum.GetValues<Variable>()).Select(variable => (Expression)new VariableExpression(variable, default));

    private static Gen<Expression> Any(int depth) => depth <= 0
        ? Leaves
        : Gen.Frequency(
            (4, Leaves),
            (4, from target in Any(depth - 1) from name in Names select (Expression)new GetAttributeExpression(target, name, default)),
            (1, Booleans(depth - 1)),
            (1, from condition in Booleans(depth - 1) from then in Any(depth - 1) from otherwise in Any(depth - 1) select (Expression)new IfExpression(condition, then, otherwise, default)),
            (1, from operand in Any(depth - 1) select (Expression)new UnaryExpression(UnaryOperator.Negate, operand, default)),
            (1, from elements in Any(depth - 1).ListOf(3) select (Expression)new SetExpression([.. elements], default)),
            (1, from a in Any(depth - 1) from b in Any(depth - 1) select (Expression)new RecordExpression([new("b", b), new("a", a)], default)),
            (1, from function in Gen.Elements(ExtensionFunction.Decimal, ExtensionFunction.Ip, ExtensionFunction.DateTime, ExtensionFunction.Duration) from text in Gen.OneOf(Texts.Select(text => (Expression)new LiteralExpression(text, default)), Any(depth - 1)) select (Expression)new ExtensionCallExpression(function, [text], default)),
            (1, from left in Any(depth - 1) from right in Any(depth - 1) select (Expression)new ExtensionCallExpression(ExtensionFunction.Offset, [left, right], default)));

    private static Gen<Expression> Leaves { get; } = Gen.OneOf(
        Variables,
        Literals.Select(value => (Expression)new LiteralExpression(value, default)));
}
