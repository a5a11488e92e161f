using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>The parts of operators, which have names.</content>
internal ref partial struct CedarJsonReader
{
    private Operands ReadOperands(string @operator, string[] parts)
    {
        Expect(JsonTokenType.StartObject, $"the operands of `{@operator}` are an object");
        long place = _reader.TokenStartIndex;
        Operands operands = new();
        Sized?[] expressions = new Sized?[parts.Length];
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            int index = Array.IndexOf(parts, name);
            switch (name)
            {
                case var _ when index < 0:
                    throw Fault($"{UnicodeText.Quote(name)} is no operand of `{@operator}`; they are {string.Join(", ", parts.Select(part => $"`{part}`"))}");
                case "attr":
                    ReadAttributes(operands.Attributes, takesPath: @operator == "has");
                    break;
                case "entity_type":
                    operands.EntityType = ReadTypeName();
                    break;
                case "pattern":
                    operands.Pattern = ReadPattern();
                    break;
                case "in" when _reader.TokenType == JsonTokenType.Null:
                    break;
                default:
                    expressions[index] = ReadExpression();
                    break;
            }

            Leave();
        }

        if (parts.FirstOrDefault(part => part != "in" && !seen.Contains(part)) is { } missing)
        {
            throw Fault($"`{@operator}` has no `{missing}`", place);
        }

        operands.Expressions.AddRange(expressions.OfType<Sized>());
        return operands;
    }

    /// <summary>A name, or the names of a path, as in <c>principal has a.b.c</c>.</summary>
    private void ReadAttributes(List<string> attributes, bool takesPath)
    {
        if (!takesPath || _reader.TokenType != JsonTokenType.StartArray)
        {
            Expect(JsonTokenType.String, takesPath ? "attributes are a string or an array of strings" : "an attribute is a string");
            attributes.Add(SharedText());
            return;
        }

        long place = _reader.TokenStartIndex;
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{attributes.Count}");
            Expect(JsonTokenType.String, "an attribute is a string");
            attributes.Add(SharedText());
            Leave();
        }

        if (attributes.Count == 0)
        {
            throw Fault("`has` asks for one attribute at least", place);
        }
    }

    private Pattern ReadPattern()
    {
        Expect(JsonTokenType.StartArray, "a pattern is an array");
        List<string> pieces = [];
        StringBuilder piece = new();
        int count = 0;
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance(), count++)
        {
            _path.Add($"{count}");
            if (_reader.TokenType == JsonTokenType.String)
            {
                string element = Text();
                if (element != "Wildcard")
                {
                    throw Fault($"{UnicodeText.Quote(element)} is no part of a pattern; it is `Wildcard`, or an object with a `Literal`");
                }

                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else
            {
                piece.Append(ReadPiece());
            }

            Leave();
        }

        pieces.Add(piece.ToString());
        return new Pattern(pieces);
    }

    private string ReadPiece()
    {
        Expect(JsonTokenType.StartObject, "a part of a pattern is `Wildcard`, or an object with a `Literal`");
        long place = _reader.TokenStartIndex;
        string? literal = null;
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            if (name != "Literal")
            {
                throw Fault($"{UnicodeText.Quote(name)} has no place in a pattern");
            }

            Expect(JsonTokenType.String, "a literal of a pattern is a string");
            literal = Text();
            Leave();
        }

        return literal ?? throw Fault("a part of a pattern has no `Literal`", place);
    }

    private sealed class Operands
    {
        public List<Sized> Expressions { get; } = [];

        public List<string> Attributes { get; } = [];

        public string? EntityType { get; set; }

        public Pattern? Pattern { get; set; }
    }
}
