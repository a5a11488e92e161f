using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Makes expressions of every kind, those too that nobody writes.</summary>
internal sealed class AnyExpression(Random random)
{
    private static readonly string[] Names = ["a", "in", "a b", "", "__cedar", "\"", "\u001b", "😀", "permit", "principal"];
    private static readonly string[] Pieces = ["", "a", "*", "\\", "\"", "\n", "😀"];

    public Expression Next(int depth)
    {
        if (depth == 0)
        {
            return random.Next(6) switch
            {
                0 => Literal(random.Next(2) == 0),
                1 => Literal((long)random.Next(-3, 4)),
                2 => Literal(random.Next(2) == 0 ? long.MinValue : long.MaxValue),
                3 => Literal(Pick(Names)),
                4 => Literal(new EntityUid(random.Next(2) == 0 ? "User" : "A::B::principal", Pick(Names))),
                _ => new VariableExpression((Variable)random.Next(4), default),
            };
        }

        return random.Next(14) switch
        {
            0 => Next(0),
            1 => new IfExpression(Child(depth), Child(depth), Child(depth), default),
            2 => new AndExpression(Child(depth), Child(depth), default),
            3 => new OrExpression(Child(depth), Child(depth), default),
            4 or 5 => new UnaryExpression((UnaryOperator)random.Next(3), Child(depth), default),
            6 or 7 => new BinaryExpression((BinaryOperator)random.Next((int)BinaryOperator.HasTag + 1), Child(depth), Child(depth), default),
            8 => new GetAttributeExpression(Child(depth), Pick(Names), default),
            9 => Has(Child(depth)),
            10 => new LikeExpression(Child(depth), new Pattern(Several(() => Pick(Pieces), atLeast: 1)), default),
            11 => Is(Child(depth), depth),
            12 => random.Next(2) == 0 ? new SetExpression(Several(() => Child(depth), atLeast: 0), default) : Record(depth),
            _ => Call(depth),
        };
    }

    private static LiteralExpression Literal(Value value) => new(value, default);

    private Expression Child(int depth) => Next(random.Next(depth));

    private string Pick(string[] texts) => texts[random.Next(texts.Length)];

    private List<T> Several<T>(Func<T> make, int atLeast) => [.. Enumerable.Range(0, random.Next(atLeast, 4)).Select(_ => make())];

    /// <summary>A single name, or a path as the parser takes it apart.</summary>
    private Expression Has(Expression target)
    {
        Expression has = new HasAttributeExpression(target, Pick(Names), default);
        if (random.Next(2) == 0)
        {
            return has;
        }

        has = new HasAttributeExpression(target, "a", default);
        for (int more = random.Next(1, 4); more > 0; more--)
        {
            target = new GetAttributeExpression(target, "a", default);
            has = new AndExpression(has, new HasAttributeExpression(target, "a", default), default);
        }

        return has;
    }

    private Expression Is(Expression target, int depth)
    {
        Expression test = new IsExpression(target, random.Next(2) == 0 ? "User" : "A::principal", default);
        return random.Next(2) == 0 ? test : new AndExpression(test, new BinaryExpression(BinaryOperator.In, target, Child(depth), default), default);
    }

    private RecordExpression Record(int depth) =>
        new([.. Several(() => Pick(Names), atLeast: 0).Distinct().Select(name => KeyValuePair.Create(name, Child(depth)))], default);

    private ExtensionCallExpression Call(int depth)
    {
        ExtensionFunction function = (ExtensionFunction)random.Next((int)ExtensionFunction.ToDays + 1);
        return new ExtensionCallExpression(function, Several(() => Child(depth), atLeast: ExtensionFunctions.Of(function).IsMethod ? 1 : 0), default);
    }
}
