using System.Runtime.CompilerServices;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <content>Types.</content>
internal sealed partial class SchemaParser
{
    private const string TypeHelp = "a type is a name, `Set<…>` or a record `{…}`";

    private TypeSyntax ParseType()
    {
        int start = Start;
        if (At(TokenKind.LeftBrace))
        {
            return ParseRecord();
        }

        if (!_current.IsWord)
        {
            Unexpected("a type", At(TokenKind.LeftBracket) ? "a set is written `Set<…>`" : TypeHelp);
            return new NamedTypeSyntax(default, ReferenceKind.Either);
        }

        if (AtWord("Set") && Peek().Kind == TokenKind.Less)
        {
            Advance();
            Advance();
            TypeSyntax element = Nested(ParseType) ?? new NamedTypeSyntax(default, ReferenceKind.Either);
            Expect(TokenKind.Greater, "`>`");
            return new SetTypeSyntax(element, From(start));
        }

        return new NamedTypeSyntax(ParsePath("a type", TypeHelp), ReferenceKind.Either);
    }

    private RecordTypeSyntax ParseRecord()
    {
        int start = Start;
        Expect(TokenKind.LeftBrace, "`{`");
        List<AttributeDeclaration> attributes = Nested(ParseAttributes) ?? [];
        Expect(TokenKind.RightBrace, "`,` or `}`", At(TokenKind.Semicolon) ? "attributes are separated by commas" : null);
        return new RecordTypeSyntax(attributes, From(start));
    }

    /// <summary>The attributes of a record. Of two with one name Cedar takes the last.</summary>
    private List<AttributeDeclaration> ParseAttributes()
    {
        List<AttributeDeclaration> attributes = [];
        Dictionary<string, int> places = [];
        while (!At(TokenKind.RightBrace) && !_isLost)
        {
            AttributeDeclaration attribute = ParseAttribute();
            if (places.TryAdd(attribute.Name, attributes.Count))
            {
                attributes.Add(attribute);
            }
            else if (!_isLost)
            {
                _diagnostics.Warning(attribute.NameSpan, $"the attribute `{Excerpt.Of(attribute.Name)}` is declared twice", "the last declaration counts");
                attributes[places[attribute.Name]] = attribute;
            }

            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        return attributes;
    }

    private AttributeDeclaration ParseAttribute()
    {
        List<Annotation> annotations = ParseAnnotations();
        DeclaredName name = ParseName("the name of an attribute");
        bool isOptional = AtQuestion();
        if (isOptional)
        {
            Advance();
        }

        Expect(TokenKind.Colon, isOptional ? "`:`" : "`:` or `?`", "an attribute is written `name: Type`, or `name?: Type` if it may be absent");
        return new AttributeDeclaration(name.Text, ParseType(), !isOptional, annotations, name.Span);
    }

    /// <summary>Parses what stands in brackets, unless they nest too deep.</summary>
    private T? Nested<T>(Func<T> parse)
        where T : class
    {
        if (++_nesting > _options.MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            GiveUpNesting();
            return null;
        }

        T result = parse();
        _nesting--;
        return result;
    }

    private void GiveUpNesting()
    {
        if (!_isLost)
        {
            GiveUp(_current.Span, $"types nest deeper than {_options.MaxNesting} levels", "give the inner types names with `type`");
        }
    }
}
