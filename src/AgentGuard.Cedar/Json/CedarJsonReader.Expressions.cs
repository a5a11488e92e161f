using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Expressions.</content>
internal ref partial struct CedarJsonReader
{
    private Sized ReadExpression()
    {
        Expect(JsonTokenType.StartObject, "an expression is an object");
        EnsureStack();
        long place = _reader.TokenStartIndex;
        int start = Position();
        HashSet<string> seen = [];
        string name = NextName(seen) ?? throw Fault("an expression is an object with one operator, and this one is empty", place);
        return name switch
        {
            "Value" => CloseAround(ReadLiteral()),
            "Var" => ReadVariable(start),
            "Slot" => throw Fault("found a template slot in a condition; a slot stands in the scope only"),
            "Set" => ReadSet(start),
            "Record" => ReadRecord(start),
            _ when PolicyJsonNames.Parts.TryGetValue(name, out string[]? parts) => ReadOperation(name, parts, start),
            _ when ExtensionFunctions.ByName.TryGetValue(name, out ExtensionFunctionSignature? signature) => ReadCall(signature, start),
            _ => throw Fault($"{UnicodeText.Quote(name)} is neither an operator nor an extension function"),
        };
    }

    private Sized ReadVariable(int start)
    {
        Expect(JsonTokenType.String, "a variable is a string");
        string name = Text();
        return Keywords.Variables.TryGetValue(name, out Variable variable)
            ? Build(new VariableExpression(variable, Close(start)))
            : throw Fault($"{UnicodeText.Quote(name)} is not a variable; they are `principal`, `action`, `resource` and `context`");
    }

    private Sized ReadSet(int start)
    {
        Sized[] elements = ReadExpressions("the elements of a set are an array");
        return Build(new SetExpression(Expressions(elements), Close(start)), elements);
    }

    private Sized ReadCall(ExtensionFunctionSignature signature, int start)
    {
        long place = _reader.TokenStartIndex;
        Sized[] arguments = ReadExpressions("the arguments of a function are an array");
        CheckReceiver(signature, arguments.Length, place);
        return Build(new ExtensionCallExpression(signature.Function, Expressions(arguments), Close(start)), arguments);
    }

    private Sized ReadRecord(int start)
    {
        Expect(JsonTokenType.StartObject, "the entries of a record are an object");
        List<Sized> values = [];
        List<KeyValuePair<string, Expression>> entries = [];
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            Sized value = ReadExpression();
            entries.Add(new(name, value.Expression));
            values.Add(value);
            Leave();
        }

        return Build(new RecordExpression(entries, Close(start)), [.. values]);
    }

    private Sized ReadOperation(string name, string[] parts, int start)
    {
        Operands operands = ReadOperands(name, parts);
        SourceSpan span = Close(start);
        Sized first = operands.Expressions[0];
        Sized second = operands.Expressions.ElementAtOrDefault(1);
        if (PolicyJsonNames.Binary.TryGetValue(name, out BinaryOperator binary))
        {
            return Build(new BinaryExpression(binary, first.Expression, second.Expression, span), first, second);
        }

        if (PolicyJsonNames.Unary.TryGetValue(name, out UnaryOperator unary))
        {
            return Build(new UnaryExpression(unary, first.Expression, span), first);
        }

        switch (name)
        {
            case "&&":
                return Build(new AndExpression(first.Expression, second.Expression, span), first, second);
            case "||":
                return Build(new OrExpression(first.Expression, second.Expression, span), first, second);
            case ".":
                return Build(new GetAttributeExpression(first.Expression, operands.Attributes[0], span), first);
            case "has":
                return BuildHas(first, operands.Attributes, span);
            case "like":
                return Build(new LikeExpression(first.Expression, operands.Pattern!, span), first);
            case "is":
                Sized test = Build(new IsExpression(first.Expression, operands.EntityType!, span), first);
                if (operands.Expressions.Count == 1)
                {
                    return test;
                }

                Sized membership = Build(new BinaryExpression(BinaryOperator.In, first.Expression, second.Expression, span), first, second);
                return Build(new AndExpression(test.Expression, membership.Expression, span), test, membership);
            default:
                Sized third = operands.Expressions[2];
                return Build(new IfExpression(first.Expression, second.Expression, third.Expression, span), first, second, third);
        }
    }

    /// <summary>As in text, a path of attributes stands for a test of each, and the tests share what is before them.</summary>
    private readonly Sized BuildHas(Sized target, List<string> attributes, SourceSpan span)
    {
        Sized result = Build(new HasAttributeExpression(target.Expression, attributes[0], span), target);
        for (int i = 1; i < attributes.Count; i++)
        {
            target = Build(new GetAttributeExpression(target.Expression, attributes[i - 1], span), target);
            Sized has = Build(new HasAttributeExpression(target.Expression, attributes[i], span), target);
            result = Build(new AndExpression(result.Expression, has.Expression, span), result, has);
        }

        return result;
    }

    private Sized[] ReadExpressions(string what)
    {
        Expect(JsonTokenType.StartArray, what);
        List<Sized> expressions = [];
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{expressions.Count}");
            expressions.Add(ReadExpression());
            Leave();
        }

        return [.. expressions];
    }

    private readonly void CheckReceiver(ExtensionFunctionSignature signature, int arguments, long place)
    {
        if (signature.IsMethod && arguments == 0)
        {
            throw Fault($"`{signature.Name}` is a method, and its first argument, the receiver, is missing", place);
        }
    }

    /// <summary>Passes the end of an expression's object, which has one name.</summary>
    private SourceSpan Close(int start)
    {
        Leave();
        Advance();
        return _reader.TokenType == JsonTokenType.EndObject
            ? From(start)
            : throw Fault($"an expression is an object with one operator, and {UnicodeText.Quote(Text())} is a second one");
    }

    private Sized CloseAround(Sized inner)
    {
        Close(0);
        return inner;
    }

    /// <summary>Makes a node that stands on others, as far as the limits allow.</summary>
    private readonly Sized Build(Expression expression, params ReadOnlySpan<Sized> children)
    {
        Sized sized = Sized.Of(expression, children);
        if (sized.Depth > _limits.MaximumDepth)
        {
            throw Fault($"an expression nests deeper than {_limits.MaximumDepth} levels");
        }

        return sized.Nodes + _nodes <= _limits.MaximumNodes
            ? sized
            : throw Fault($"the JSON stands for more than {_limits.MaximumNodes} syntax nodes");
    }

    private readonly void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fault("expressions nest deeper than the stack of this thread allows");
        }
    }

    private static Expression[] Expressions(Sized[] sized) => Array.ConvertAll(sized, one => one.Expression);
}
