using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Schema;

/// <content>Actions.</content>
internal sealed partial class SchemaParser
{
    private const string AppliesToHelp = "an action is written `action view appliesTo { principal: [User], resource: [Photo], context: {…} };`";
    private static readonly string[] AppliesToParts = ["principal", "resource", "context"];

    private void ParseActions(NamespaceDeclaration target, List<Annotation> annotations)
    {
        List<DeclaredName> names = ParseList(() => ParseName("the name of an action"));
        IReadOnlyList<ActionReference> memberOf = Take(TokenKind.In) ? ParseOneOrMany(ParseActionReference, mayBeEmpty: false) : [];
        AppliesTo? appliesTo = null;
        if (TakeWord("appliesTo"))
        {
            appliesTo = ParseAppliesTo(names[0].Span);
        }
        else if (At(TokenKind.LeftBrace))
        {
            Unexpected("`;`", $"did you mean `appliesTo`? {AppliesToHelp}");
        }

        if (TakeWord("attributes"))
        {
            Expect(TokenKind.LeftBrace, "`{`");
            Expect(TokenKind.RightBrace, "`}`", "actions have no attributes");
        }

        foreach (DeclaredName name in names)
        {
            target.Actions.Add(new ActionDeclaration(name.Text, memberOf, appliesTo, annotations, name.Span));
        }
    }

    private AppliesTo ParseAppliesTo(SourceSpan action)
    {
        List<TypeName>? principals = null;
        List<TypeName>? resources = null;
        TypeSyntax? context = null;
        Expect(TokenKind.LeftBrace, "`{`", AppliesToHelp);
        do
        {
            int start = Start;
            int part = AppliesToParts.AsSpan().IndexOf(Slice(_current.Span).ToString());
            if (!_current.IsWord || part < 0)
            {
                Unexpected("`principal`, `resource` or `context`", (_current.IsWord ? DidYouMean(_current.Span, AppliesToParts) : null) ?? AppliesToHelp);
                break;
            }

            Advance();
            Expect(TokenKind.Colon, "`:`");
            bool isRepeated = part switch
            {
                0 => !TrySet(ref principals, ParseApplicableTypes(start)),
                1 => !TrySet(ref resources, ParseApplicableTypes(start)),
                _ => !TrySet(ref context, ParseContext()),
            };
            if (isRepeated)
            {
                Error(From(start), $"`{AppliesToParts[part]}` is given twice for the action `{Quote(action)}`", "name all types in one list");
            }
        }
        while (Take(TokenKind.Comma) && !At(TokenKind.RightBrace));

        Expect(TokenKind.RightBrace, "`,` or `}`", At(TokenKind.Less) ? "a context is a record, `{…}`, or the name of one" : null);
        ReportMissing(action, "principal", principals);
        ReportMissing(action, "resource", resources);
        return new AppliesTo(principals ?? [], resources ?? [], context);
    }

    private List<TypeName> ParseApplicableTypes(int start)
    {
        List<TypeName> types = ParseOneOrMany(ParseEntityTypeName, mayBeEmpty: true);
        if (types.Count == 0)
        {
            Error(From(start), "the list of types is empty", "an action that applies to nothing, such as a group, has no `appliesTo`");
        }

        return types;
    }

    private TypeSyntax ParseContext() => At(TokenKind.LeftBrace)
        ? ParseRecord()
        : new NamedTypeSyntax(ParsePath("a record or the name of one"), ReferenceKind.Common);

    private void ReportMissing(SourceSpan action, string part, List<TypeName>? types)
    {
        if (types is null)
        {
            Error(action, $"`appliesTo` of the action `{Quote(action)}` has no `{part}`", $"name the types of its {part}, `{part}: [User]`; an action that applies to nothing has no `appliesTo`");
        }
    }

    private static bool TrySet<T>(ref T? slot, T value)
        where T : class
    {
        bool isFirst = slot is null;
        slot ??= value;
        return isFirst;
    }
}
