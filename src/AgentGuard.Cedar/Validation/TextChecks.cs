using System.Buffers;
using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>
/// Warns of text that may not be what it looks like: characters that turn the direction of writing, letters of several scripts in one
/// word, and in names characters that names are not made of.
/// </summary>
internal static class TextChecks
{
    private static readonly SearchValues<char> s_turning = SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    public static void Check(IEnumerable<Expression> expressions, Findings findings)
    {
        foreach (Expression expression in expressions)
        {
            switch (expression)
            {
                case LiteralExpression { Value: { Kind: ValueKind.String } value }:
                    CheckText(value.AsString, expression.Span, findings);
                    break;
                case LiteralExpression { Value: { Kind: ValueKind.Entity } value }:
                    CheckName(value.AsEntity.Id, expression.Span, findings);
                    break;
                case GetAttributeExpression get:
                    CheckName(get.Attribute, expression.Span, findings);
                    break;
                case HasAttributeExpression has:
                    CheckName(has.Attribute, expression.Span, findings);
                    break;
                case LikeExpression like:
                    CheckText(string.Join('*', like.Pattern.Pieces), expression.Span, findings);
                    break;
                case RecordExpression record:
                    foreach ((string name, _) in record.Entries)
                    {
                        CheckName(name, expression.Span, findings);
                    }

                    break;
            }
        }
    }

    private static void CheckText(string text, SourceSpan span, Findings findings)
    {
        if (Ascii.IsValid(text) || WarnOfDirection(text, "string", span, findings))
        {
            return;
        }

        WarnOfScripts(text, "string", span, findings);
    }

    private static void CheckName(string name, SourceSpan span, Findings findings)
    {
        if ((Ascii.IsValid(name) && !name.AsSpan().ContainsAnyExceptInRange(' ', '~')) || WarnOfDirection(name, "name", span, findings))
        {
            return;
        }

        foreach (Rune rune in name.EnumerateRunes())
        {
            if (!Scripts.MayStandInName(rune))
            {
                findings.Warning(span, $"the name `{Excerpt.Of(name)}` contains `U+{rune.Value:X4}`", "such characters can hardly be seen or told from others");
                return;
            }
        }

        WarnOfScripts(name, "name", span, findings);
    }

    private static bool WarnOfDirection(string text, string what, SourceSpan span, Findings findings)
    {
        bool turns = text.AsSpan().ContainsAny(s_turning);
        if (turns)
        {
            findings.Warning(span, $"the {what} `{Excerpt.Of(text)}` turns the direction of writing", "it reads otherwise than it is compared");
        }

        return turns;
    }

    private static void WarnOfScripts(string text, string what, SourceSpan span, Findings findings)
    {
        if (!Scripts.IsOfOne(text))
        {
            findings.Warning(span, $"the {what} `{Excerpt.Of(text)}` mixes scripts", "letters of different scripts may look the same");
        }
    }
}
