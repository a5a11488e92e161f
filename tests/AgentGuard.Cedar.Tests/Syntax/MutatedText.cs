using System.Text;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Breaks texts in the ways in which texts break, and in some others.</summary>
internal static class MutatedText
{
    private static readonly string[] Tokens =
    [
        "permit", "forbid", "when", "unless", "principal", "action", "resource", "context", "true", "false", "if", "then", "else", "in", "is", "has", "like",
        "__cedar", "User", "ip", "decimal", "contains", "isEmpty", "getTag", "lessThan", "and", "null", "\"a\"", "\"b*\\*\"", "\"\\u{2a}\"", "\"\\q\"", "0", "1",
        "9223372036854775808", "99999999999999999999", "User::\"a\"", "Action::\"x\"", "@id", "@id(\"x\")", "(", ")", "{", "}", "[", "]", ",", ";", ":", "::", ".",
        "==", "!=", "<", "<=", ">", ">=", "=", "||", "&&", "|", "&", "+", "-", "*", "/", "%", "!", "?principal", "?resource", "?", "'", "\"", "\\", "#", "//", "\n", "\r", "\t", " ",
        "\0", "\u001b", "é", "😀", "\ud83d", "\udc00", "\ufeff", "\u2028", "permit(principal,action,resource)", "when{", "};",
        "permit(principal==?principal,action,resource in ?resource)",
    ];

    public static string AnyToken(Random random) => Tokens[random.Next(Tokens.Length)];

    /// <summary>The text after one to four changes.</summary>
    public static string Of(string original, Random random)
    {
        StringBuilder text = new(original);
        for (int changes = random.Next(1, 5); changes > 0 && text.Length > 0; changes--)
        {
            Change(text, random);
        }

        return text.ToString();
    }

    private static void Change(StringBuilder text, Random random)
    {
        int at = random.Next(text.Length);
        int length = Math.Min(random.Next(8), text.Length - at);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, AnyToken(random));
                break;
            case 2:
                text.Insert(at, text.ToString(random.Next(text.Length - length + 1), length));
                break;
            default:
                text[at] = (char)random.Next(random.Next(2) == 0 ? 0x80 : 0x10000);
                break;
        }
    }
}
