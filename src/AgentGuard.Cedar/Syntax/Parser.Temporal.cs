using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Syntax;

/// <content>What stands in policies beside Cedar: temporal conditions, and macros of expressions.</content>
internal sealed partial class Parser
{
    private Dictionary<string, Sized>? _arguments;
    private long _expanded;

    /// <summary>A condition is read as an attribute of the context, which says whether it holds.</summary>
    private Sized ParseTemporal(TemporalBlock block)
    {
        MoveTo(block.Span.End);
        Sized conditions = Build(new GetAttributeExpression(new VariableExpression(Variable.Context, block.Span), TemporalBlock.Attribute, block.Span), Sized.Leaf(new VariableExpression(Variable.Context, block.Span)));
        return Build(new GetAttributeExpression(conditions.Expression, block.Name, block.Span), conditions);
    }

    private void SkipDefinitions()
    {
        while (At(TokenKind.Identifier) && _temporal.FindDefinition(Start) is { } end)
        {
            MoveTo(end);
        }
    }

    /// <summary>Reads a macro's body in the place of its call.</summary>
    private Sized Expand(CedarMacro macro, List<Sized> arguments, SourceSpan nameSpan)
    {
        if (_isLost || !HasParameters(macro, arguments, nameSpan))
        {
            return Nothing(nameSpan);
        }

        if (_arguments is not null)
        {
            GiveUp(nameSpan, "a macro calls none in its body", "call it in an argument, or write out what it stands for");
            return Nothing(nameSpan);
        }

        // The same text may be read for each call: what is written in a line must not become a million.
        _expanded += macro.Body.Length;
        if (_expanded > _options.MaxLength)
        {
            GiveUp(nameSpan, $"macros stand for more than {_options.MaxLength} characters");
            return Nothing(nameSpan);
        }

        (Token after, SourceSpan previous) = (_current, _previous);
        _arguments = macro.Parameters.Zip(arguments).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        MoveTo(macro.Body.Start);
        Sized body = ParseExpression();
        if (Start != macro.Body.End)
        {
            Unexpected("an operator or the end of the macro");
        }

        _arguments = null;
        bool isLost = _isLost;
        MoveTo(after.Span.Start);
        _previous = previous;
        if (isLost)
        {
            _misfit = _current;
            _current = new Token(TokenKind.End, new SourceSpan(Start, 0));
        }

        return body;
    }

    private bool HasParameters(CedarMacro macro, List<Sized> arguments, SourceSpan nameSpan)
    {
        if (arguments.Count != macro.Parameters.Count)
        {
            Error(nameSpan, $"`{macro.Name}` takes {macro.Parameters.Count} arguments, found {arguments.Count}");
        }

        return arguments.Count == macro.Parameters.Count;
    }
}
