using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

internal sealed partial class Parser
{
    private Sized ParseMethodCall(Sized target, SourceSpan nameSpan, string name, int start)
    {
        List<Sized> arguments = ParseArguments();
        SourceSpan span = From(start);
        if (Methods.Binary.TryGetValue(name, out BinaryOperator @operator))
        {
            return HasArity(nameSpan, name, 1, arguments)
                ? Build(new BinaryExpression(@operator, target.Expression, arguments[0].Expression, span), target, arguments[0])
                : Nothing(span);
        }

        if (name == Methods.IsEmpty)
        {
            return HasArity(nameSpan, name, 0, arguments)
                ? Build(new UnaryExpression(UnaryOperator.IsEmpty, target.Expression, span), target)
                : Nothing(span);
        }

        if (!ExtensionFunctions.ByName.TryGetValue(name, out ExtensionFunctionSignature? signature))
        {
            Error(nameSpan, $"`{Excerpt.Of(name)}` is not a method", DidYouMean(name, Methods.Names));
            return Nothing(span);
        }

        if (!signature.IsMethod)
        {
            Error(nameSpan, $"`{name}` is a function, not a method", $"call it as `{name}(…)`");
            return Nothing(span);
        }

        return BuildCall(signature, [target, .. arguments], nameSpan, span);
    }

    private Sized ParseFunctionCall(SourceSpan nameSpan, string name, int start)
    {
        List<Sized> arguments = ParseArguments();
        SourceSpan span = From(start);
        if (_temporal.CedarMacros.TryGetValue(name, out CedarMacro? macro))
        {
            return Expand(macro, arguments, nameSpan);
        }

        if (ExtensionFunctions.ByName.TryGetValue(name, out ExtensionFunctionSignature? signature) && !signature.IsMethod)
        {
            return BuildCall(signature, [.. arguments], nameSpan, span);
        }

        if (Methods.Names.Contains(name))
        {
            Error(nameSpan, $"`{name}` is a method, not a function", $"call it on a value, `value.{name}(…)`");
        }
        else if (Keywords.Variables.ContainsKey(name))
        {
            Error(nameSpan, $"`{name}` is a variable and cannot be called");
        }
        else
        {
            Error(nameSpan, $"`{Excerpt.Of(name)}` is not a function", DidYouMean(name, Methods.Functions) ?? "the functions are `decimal`, `ip`, `datetime` and `duration`");
        }

        return Nothing(span);
    }

    /// <summary>Builds a call of an extension function. With a wrong number of arguments it is Cedar, and fails at every evaluation.</summary>
    private Sized BuildCall(ExtensionFunctionSignature signature, ReadOnlySpan<Sized> arguments, SourceSpan nameSpan, SourceSpan span)
    {
        if (arguments.Length != signature.Arity && !_isLost)
        {
            int receivers = signature.IsMethod ? 1 : 0;
            _diagnostics.Warning(nameSpan, WrongArity(signature.Name, signature.Arity - receivers, arguments.Length - receivers), "every evaluation of this call fails");
        }

        Expression[] expressions = new Expression[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            expressions[i] = arguments[i].Expression;
        }

        return Build(new ExtensionCallExpression(signature.Function, expressions, span), arguments);
    }

    private bool HasArity(SourceSpan nameSpan, string name, int expected, List<Sized> arguments)
    {
        if (arguments.Count != expected)
        {
            Error(nameSpan, WrongArity(name, expected, arguments.Count));
        }

        return arguments.Count == expected;
    }

    private static string WrongArity(string name, int expected, int found) =>
        $"`{name}` takes {(expected == 1 ? "one argument" : "no argument")}, found {found}";
}
