using System.Globalization;
using System.Text;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Ast;

/// <summary>Reads what stands between the quotes of a string literal. Its escapes are those of Rust.</summary>
internal static class Escapes
{
    private const int Fault = -1;
    private const int EscapedStar = -2;

    /// <summary>The text of a string; each escape that is none is reported.</summary>
    internal static string Unescape(string text, SourceSpan body, DiagnosticBag diagnostics)
    {
        StringBuilder result = new(body.Length);
        for (int position = body.Start; position < body.End;)
        {
            int start = position;
            int scalar = Read(text, ref position, body.End);
            if (scalar >= 0)
            {
                Append(result, scalar);
            }
            else
            {
                Report(text, start, position, diagnostics);
            }
        }

        return result.ToString();
    }

    /// <summary>The pattern of a string; a star is a wildcard however it is written, unless as <c>\*</c>.</summary>
    internal static Pattern UnescapePattern(string text, SourceSpan body, DiagnosticBag diagnostics)
    {
        List<string> pieces = [];
        StringBuilder piece = new();
        for (int position = body.Start; position < body.End;)
        {
            int start = position;
            switch (Read(text, ref position, body.End))
            {
                case Fault:
                    Report(text, start, position, diagnostics);
                    break;
                case EscapedStar:
                    piece.Append('*');
                    break;
                case '*':
                    pieces.Add(piece.ToString());
                    piece.Clear();
                    break;
                case int scalar:
                    Append(piece, scalar);
                    break;
            }
        }

        pieces.Add(piece.ToString());
        return new Pattern(pieces);
    }

    /// <summary>Reads one character, a UTF-16 code unit where it is not escaped.</summary>
    private static int Read(string text, ref int position, int end)
    {
        char first = text[position++];
        if (first != '\\')
        {
            return first == '\r' ? Fault : first;
        }

        return text[position++] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            '\\' => '\\',
            '\'' => '\'',
            '"' => '"',
            '*' => EscapedStar,
            'x' => ReadAscii(text, ref position, end),
            'u' => ReadUnicode(text, ref position, end),
            char other => SkipFault(other, ref position),
        };
    }

    /// <summary>What follows the backslash is no escape; it is a whole character, so that no half of one is left.</summary>
    private static int SkipFault(char first, ref int position)
    {
        position += char.IsHighSurrogate(first) ? 1 : 0;
        return Fault;
    }

    private static int ReadAscii(string text, ref int position, int end)
    {
        int start = position;
        while (position < end && position < start + 2 && char.IsAsciiHexDigit(text[position]))
        {
            position++;
        }

        int value = ParseHex(text.AsSpan(start, position - start));
        return position == start + 2 && value <= 0x7F ? value : Fault;
    }

    private static int ReadUnicode(string text, ref int position, int end)
    {
        if (position == end || text[position] != '{')
        {
            return Fault;
        }

        int start = ++position;
        int value = 0;
        int digits = 0;
        for (; position < end && (char.IsAsciiHexDigit(text[position]) || text[position] == '_'); position++)
        {
            if (text[position] != '_' && ++digits <= 6)
            {
                value = (value << 4) | ParseHex(text.AsSpan(position, 1));
            }
        }

        if (position == end || text[position] != '}')
        {
            return Fault;
        }

        position++;
        return digits is >= 1 and <= 6 && text[start] != '_' && Rune.IsValid(value) ? value : Fault;
    }

    private static int ParseHex(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) ? value : Fault;

    private static void Append(StringBuilder builder, int scalar)
    {
        if (scalar <= char.MaxValue)
        {
            builder.Append((char)scalar);
        }
        else
        {
            builder.Append(new Rune(scalar).ToString());
        }
    }

    private static void Report(string text, int start, int end, DiagnosticBag diagnostics)
    {
        if (diagnostics.IsFull)
        {
            return;
        }

        SourceSpan span = new(start, end - start);
        if (text[start] == '\r')
        {
            diagnostics.Error(span, "a string holds a bare carriage return", @"write it as `\r`, or end lines with a line feed alone");
            return;
        }

        string help = text[start + 1] switch
        {
            'x' => @"`\x` takes two hexadecimal digits, `7f` at most; other characters are written `\u{…}`",
            'u' => @"`\u{…}` takes one to six hexadecimal digits that name a character, `\u{1f600}`",
            '*' => @"`\*` has a meaning in the pattern of a `like` only",
            _ => @"the escapes are `\n`, `\r`, `\t`, `\0`, `\\`, `\'`, `\""`, `\x41` and `\u{1f600}`",
        };
        diagnostics.Error(span, $"`{Excerpt.Of(text, span)}` is not a valid escape", help);
    }
}
