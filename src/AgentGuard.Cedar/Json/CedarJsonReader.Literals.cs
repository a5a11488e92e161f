using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Values in expressions: what they hold becomes syntax, so that it is seen where it is evaluated.</content>
internal ref partial struct CedarJsonReader
{
    private Sized ReadLiteral()
    {
        int start = Position();
        switch (_reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return Literal(_reader.TokenType == JsonTokenType.True, start);
            case JsonTokenType.String:
                return Literal(Text(), start);
            case JsonTokenType.Number:
                return Literal(ReadInteger(), start);
            case JsonTokenType.StartArray:
                Sized[] elements = ReadLiterals();
                return Build(new SetExpression(Expressions(elements), From(start)), elements);
            case JsonTokenType.StartObject:
                return ReadLiteralObject(start);
            default:
                throw Fault("null is not a value");
        }
    }

    private Sized Literal(Value value, int start) => Build(new LiteralExpression(value, From(start)));

    private Sized[] ReadLiterals()
    {
        Enter();
        EnsureStack();
        List<Sized> elements = [];
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{elements.Count}");
            elements.Add(ReadLiteral());
            Leave();
        }

        return [.. elements];
    }

    private Sized ReadLiteralObject(int start)
    {
        Enter();
        EnsureStack();
        long place = _reader.TokenStartIndex;
        List<Sized> values = [];
        List<KeyValuePair<string, Expression>> entries = [];
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            Sized value = ReadLiteral();
            entries.Add(new(name, value.Expression));
            values.Add(value);
            Leave();
        }

        SourceSpan span = From(start);
        return entries.Count == 1 && Escape(entries[0].Key, values[0], place, span) is { } escaped
            ? escaped
            : Build(new RecordExpression(entries, span), [.. values]);
    }

    /// <summary>What an escape stands for; null where an object only resembles one, and is a record.</summary>
    private readonly Sized? Escape(string name, Sized content, long place, SourceSpan span)
    {
        if (name == "__expr" && StringOf(content.Expression) is not null)
        {
            throw Fault("`__expr` is no longer part of Cedar; write `__entity` or `__extn`", place);
        }

        if (content.Expression is not RecordExpression record)
        {
            return null;
        }

        if (name == "__entity" && StringOf(Entry(record, "type")) is { } type && StringOf(Entry(record, "id")) is { } id)
        {
            return Build(new LiteralExpression(Uid(type, id, place), span));
        }

        if (name != "__extn" || StringOf(Entry(record, "fn")) is not { } function)
        {
            return null;
        }

        IReadOnlyList<Expression>? arguments = Entry(record, "arg") is { } argument ? [argument] : (Entry(record, "args") as SetExpression)?.Elements;
        if (arguments is null)
        {
            return null;
        }

        if (!ExtensionFunctions.ByName.TryGetValue(function, out ExtensionFunctionSignature? signature))
        {
            throw Fault($"{UnicodeText.Quote(function)} is not an extension function", place);
        }

        CheckReceiver(signature, arguments.Count, place);
        return Build(new ExtensionCallExpression(signature.Function, arguments, span), content);
    }

    private static Expression? Entry(RecordExpression record, string name) =>
        record.Entries.FirstOrDefault(entry => entry.Key == name).Value;

    private static string? StringOf(Expression? expression) =>
        expression is LiteralExpression { Value: { Kind: ValueKind.String } value } ? value.AsString : null;
}
