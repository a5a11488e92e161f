using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <content>Namespaces and declarations.</content>
internal sealed partial class SchemaParser
{
    private const string DeclarationHelp = "a declaration starts with `entity`, `action` or `type`";
    private static readonly string[] Keywords = ["entity", "action", "type", "namespace"];

    private readonly Dictionary<string, NamespaceDeclaration> _namespaces = [];

    private SchemaDocument ParseDocument()
    {
        NamespaceDeclaration none = new("", default, []);
        while (!At(TokenKind.End) && !_diagnostics.IsFull)
        {
            List<Annotation> annotations = ParseAnnotations();
            if (AtWord("namespace"))
            {
                ParseNamespace(annotations);
            }
            else
            {
                ParseDeclaration(none, annotations, Keywords);
            }

            if (_isLost)
            {
                Recover();
            }
        }

        bool isEmpty = none.CommonTypes.Count + none.EntityTypes.Count + none.Actions.Count == 0;
        return new SchemaDocument(_source, isEmpty ? [.. _namespaces.Values] : [.. _namespaces.Values, none]);
    }

    private void ParseNamespace(List<Annotation> annotations)
    {
        Advance();
        TypeName name = ParsePath("the name of a namespace");
        NamespaceDeclaration declaration = new(name.Name ?? "", name.Span, annotations);
        if (!_isLost && !_namespaces.TryAdd(declaration.Name, declaration))
        {
            Error(name.Span, $"the namespace `{Excerpt.Of(declaration.Name)}` is declared twice", "move all its declarations into one");
        }

        Expect(TokenKind.LeftBrace, "`{`");
        bool isCut = false;
        while (_isLost || (!At(TokenKind.RightBrace) && !At(TokenKind.End) && !_diagnostics.IsFull))
        {
            if (!_isLost)
            {
                ParseDeclaration(declaration, ParseAnnotations(), Keywords.AsSpan(0, 3));
            }

            if (_isLost)
            {
                Recover();
                isCut = At(TokenKind.End);
            }
        }

        if (isCut)
        {
            // What was passed over held the end of the namespace.
            return;
        }

        Expect(TokenKind.RightBrace, "`}` at the end of the namespace", $"the namespace `{Excerpt.Of(declaration.Name)}` starts in line {_source.GetPosition(name.Span.Start).Line}");
        if (At(TokenKind.Semicolon))
        {
            Error(_current.Span, "expected a declaration, found `;`", "no `;` stands behind a namespace");
            Advance();
        }
    }

    private void ParseDeclaration(NamespaceDeclaration target, List<Annotation> annotations, ReadOnlySpan<string> keywords)
    {
        _openBraces = 0;
        if (TakeWord("entity"))
        {
            ParseEntityTypes(target, annotations);
        }
        else if (TakeWord("action"))
        {
            ParseActions(target, annotations);
        }
        else if (TakeWord("type"))
        {
            ParseCommonType(target, annotations);
        }
        else
        {
            string? help = AtWord("permit") || AtWord("forbid") ? "policies do not stand in a schema" : _current.IsWord ? DidYouMean(_current.Span, keywords.ToArray()) : null;
            Unexpected("a declaration", help ?? DeclarationHelp);
            return;
        }

        ExpectSemicolon();
    }

    private void ParseEntityTypes(NamespaceDeclaration target, List<Annotation> annotations)
    {
        List<DeclaredName> names = ParseList(() => ParseIdentifier("the name of an entity type"));
        IReadOnlyList<TypeName> memberOf = [];
        TypeSyntax? shape = null;
        TypeSyntax? tags = null;
        IReadOnlyList<string>? choices = null;
        if (TakeWord("enum"))
        {
            Expect(TokenKind.LeftBracket, "`[`", "an enumerated entity type is written `entity Color enum [\"red\", \"green\"];`");
            choices = ParseList(() => ParseString("the id of an entity, a string", "an enumerated entity type has at least one id"));
            Expect(TokenKind.RightBracket, "`,` or `]`");
        }
        else
        {
            if (Take(TokenKind.In))
            {
                memberOf = ParseOneOrMany(ParseEntityTypeName, mayBeEmpty: true);
            }

            if (Take(TokenKind.Assign) || At(TokenKind.LeftBrace))
            {
                shape = At(TokenKind.LeftBrace) ? ParseRecord() : RefuseShape();
            }

            if (TakeWord("tags"))
            {
                tags = ParseType();
            }
        }

        foreach (DeclaredName name in names)
        {
            target.EntityTypes.Add(new EntityTypeDeclaration(name.Text, memberOf, shape, tags, choices, annotations, name.Span));
        }
    }

    private TypeSyntax? RefuseShape()
    {
        Unexpected("`{`", "the attributes of an entity type are written out; only their types can be common types");
        return null;
    }

    private void ParseCommonType(NamespaceDeclaration target, List<Annotation> annotations)
    {
        DeclaredName name = ParseIdentifier("the name of a type");
        Expect(TokenKind.Assign, "`=`", "a type is declared as `type Name = …;`");
        TypeSyntax type = ParseType();
        target.CommonTypes.Add(new CommonTypeDeclaration(name.Text, type, annotations, name.Span));
    }

    private void ExpectSemicolon()
    {
        if (At(TokenKind.End) || At(TokenKind.At) || At(TokenKind.RightBrace) || IsAtDeclaration())
        {
            Error(new SourceSpan(_previous.End, 0), "expected `;` at the end of the declaration", "each declaration ends with `;`");
        }
        else
        {
            Expect(TokenKind.Semicolon, "`;`", At(TokenKind.Comma) ? "several names stand in brackets, `[A, B]`" : DidYouMean(_current.Span, ["in", "tags", "enum", "appliesTo"]));
        }
    }

    private bool IsAtDeclaration()
    {
        foreach (string keyword in Keywords)
        {
            if (AtWord(keyword))
            {
                return true;
            }
        }

        return false;
    }
}
