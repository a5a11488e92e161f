using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <content>Names, lists of them, and annotations.</content>
internal sealed partial class SchemaParser
{
    /// <summary>A name that a declaration gives, with its place.</summary>
    private readonly record struct DeclaredName(string Text, SourceSpan Span);

    private List<Annotation> ParseAnnotations()
    {
        List<Annotation> annotations = [];
        HashSet<string> names = [];
        while (At(TokenKind.At))
        {
            int start = Start;
            Advance();
            SourceSpan name = ExpectWord("the name of an annotation");
            string value = "";
            if (Take(TokenKind.LeftParen))
            {
                value = ParseString("the value of the annotation, a string");
                Expect(TokenKind.RightParen, "`)`");
            }

            Annotation annotation = new(Slice(name).ToString(), value, From(start));
            if (!names.Add(annotation.Name))
            {
                Error(annotation.Span, $"duplicate annotation `@{Excerpt.Of(annotation.Name)}`");
            }

            annotations.Add(annotation);
        }

        return annotations;
    }

    private SourceSpan ExpectWord(string description, string? help = null)
    {
        if (!_current.IsWord)
        {
            Unexpected(description, help);
        }

        return Advance().Span;
    }

    private string ParseString(string description, string? help = null)
    {
        SourceSpan span = _current.Span;
        if (Take(TokenKind.String))
        {
            return Unescape(span);
        }

        Unexpected(description, help);
        return "";
    }

    private DeclaredName ParseIdentifier(string description, string? help = null)
    {
        SourceSpan span = ExpectWord(description, help);
        ReportReserved(span, null);
        return new DeclaredName(Slice(span).ToString(), span);
    }

    /// <summary>An identifier, or a string: names of attributes and actions.</summary>
    private DeclaredName ParseName(string description, string? help = null)
    {
        SourceSpan span = _current.Span;
        if (At(TokenKind.String))
        {
            return new DeclaredName(ParseString(description), span);
        }

        ExpectWord(description, help);
        ReportReserved(span, $"write it as a string, `\"{Quote(span)}\"`");
        return new DeclaredName(Slice(span).ToString(), span);
    }

    /// <summary>Names joined by <c>::</c>, up to one that a string follows.</summary>
    private TypeName ParsePath(string description, string? help = null)
    {
        int start = Start;
        StringBuilder name = new();
        while (true)
        {
            SourceSpan part = ExpectWord(description, help);
            ReportReserved(part, null);
            name.Append(Slice(part));
            if (!At(TokenKind.DoubleColon) || Peek().Kind == TokenKind.String)
            {
                return new TypeName(name.ToString(), From(start));
            }

            Advance();
            name.Append("::");
        }
    }

    private void ReportReserved(SourceSpan word, string? help)
    {
        if (!SchemaWords.IsUsable(Slice(word)))
        {
            Error(word, $"`{Quote(word)}` is reserved and cannot be used as an identifier", help);
        }
    }

    private List<T> ParseList<T>(Func<T> parse)
    {
        List<T> items = [parse()];
        while (Take(TokenKind.Comma) && !_isLost)
        {
            items.Add(parse());
        }

        return items;
    }

    /// <summary>One item, or several in brackets.</summary>
    private List<T> ParseOneOrMany<T>(Func<T> parse, bool mayBeEmpty)
    {
        if (!Take(TokenKind.LeftBracket))
        {
            return [parse()];
        }

        List<T> items = mayBeEmpty && At(TokenKind.RightBracket) ? [] : ParseList(parse);
        Expect(TokenKind.RightBracket, "`,` or `]`");
        return items;
    }

    private TypeName ParseEntityTypeName() => ParsePath("an entity type");

    /// <summary><c>name</c>, <c>"name"</c> or <c>Namespace::Action::"name"</c>.</summary>
    private ActionReference ParseActionReference()
    {
        int start = Start;
        if (At(TokenKind.String) || Peek().Kind != TokenKind.DoubleColon)
        {
            DeclaredName name = ParseName("an action", "an action that is in no other has no `in`");
            return new ActionReference(null, name.Text, name.Span);
        }

        TypeName type = ParsePath("an action");
        Expect(TokenKind.DoubleColon, "`::` and the id of an action", "an action of another namespace is written `Namespace::Action::\"id\"`");
        string id = ParseString("the id of an action, a string");
        return new ActionReference(type.Name, id, From(start));
    }

    private string? DidYouMean(SourceSpan word, IEnumerable<string> candidates) =>
        Suggestion.Closest(Slice(word), candidates) is { } closest ? $"did you mean `{closest}`?" : null;
}
