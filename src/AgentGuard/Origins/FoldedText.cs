using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>
/// A text as values are looked for in it, with the places marked where a value may start or end. Folded loosely it is letters and digits alone, so that
/// <c>DE89 3704 0044</c> is found for <c>DE8937040044</c>; folded closely all but white space, case and the shape of quotes and dashes stays, so that whoever
/// wrote <c>bob@company.com</c> has not written <c>bob@com-pany.com</c>. Either way <c>250</c> is not found in <c>2500</c>. Its memory is given back when it is disposed.
/// </summary>
internal readonly ref struct FoldedText : IDisposable
{
    /// <summary>What stands in no folded text, so that it can stand between two.</summary>
    public const char TextEnd = '\0';

    private readonly char[] _letters;
    private readonly bool[] _boundaries;
    private readonly int _length;

    private FoldedText(ReadOnlySpan<char> text, bool isClose)
    {
        _letters = ArrayPool<char>.Shared.Rent(text.Length);
        _boundaries = ArrayPool<bool>.Shared.Rent(text.Length + 1);
        _boundaries.AsSpan(0, text.Length + 1).Clear();
        Kind before = Kind.None;
        int joint = -1;
        int slash = -1;
        foreach (Rune rune in text.EnumerateRunes())
        {
            Kind kind = KindOf(rune);
            kind = kind == Kind.Mark ? before is Kind.Word or Kind.Letter && isClose ? before : Kind.Other : kind;
            if (isClose && kind == Kind.Blank && before is Kind.Blank or Kind.None)
            {
                continue;
            }

            // Within a word of any letters nothing starts or ends. Scripts without capitals, many of which have no blanks either, are cut everywhere.
            _boundaries[_length] |= kind != Kind.Word || before != Kind.Word;
            if (isClose)
            {
                // One word from end to end, by what joins its parts: who named example.com.au has not named example.com.
                if (kind == Kind.Joint && before == Kind.Word)
                {
                    joint = _length;
                }
                else if (kind == Kind.Word && before == Kind.Joint && joint >= 0)
                {
                    _boundaries.AsSpan(joint, _length + 1 - joint).Clear();
                }

                // Whoever named a file has named its folder neither.
                if (kind == Kind.Slash)
                {
                    slash = before is Kind.Word or Kind.Letter ? _length : -1;
                }
                else if (kind is Kind.Word or Kind.Letter && before == Kind.Slash && slash >= 0)
                {
                    _boundaries[slash] = false;
                }

                joint = kind == Kind.Joint ? joint : -1;
            }

            before = kind;
            if (isClose || kind is Kind.Word or Kind.Letter)
            {
                _length += (isClose ? Close(rune, kind) : Rune.ToLowerInvariant(rune)).EncodeToUtf16(_letters.AsSpan(_length));
            }
        }

        _boundaries[_length] = true;
    }

    private enum Kind
    {
        None,
        Blank,
        Word,
        Letter,
        Joint,
        Slash,
        Mark,
        Other,
    }

    public ReadOnlySpan<char> Letters => _letters.AsSpan(0, _length);

    /// <summary>Whether a value may start or end before the letter; one more than there are letters.</summary>
    public ReadOnlySpan<bool> Boundaries => _boundaries.AsSpan(0, _length + 1);

    /// <summary>A <see cref="PlainText"/>, by its letters and digits.</summary>
    public static FoldedText Loosely(ReadOnlySpan<char> plain) => new(plain, isClose: false);

    /// <summary>A <see cref="PlainText"/>, as it is written.</summary>
    public static FoldedText Closely(ReadOnlySpan<char> plain) => new(plain, isClose: true);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_letters);
        ArrayPool<bool>.Shared.Return(_boundaries);
    }

    private static Kind KindOf(Rune rune)
    {
        if (rune.IsAscii)
        {
            return Rune.IsLetterOrDigit(rune) ? Kind.Word : Rune.IsWhiteSpace(rune) ? Kind.Blank : rune.Value is '.' or '-' or '_' or '+' or '@' ? Kind.Joint : rune.Value is '/' or '\\' ? Kind.Slash : Kind.Other;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            // Hangul's fillers are letters that nobody sees.
            UnicodeCategory.OtherLetter => rune.Value is 0x115F or 0x1160 ? Kind.Other : Kind.Letter,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber => Kind.Word,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Mark,
            UnicodeCategory.DashPunctuation => Kind.Joint,
            _ => Rune.IsWhiteSpace(rune) ? Kind.Blank : Kind.Other,
        };
    }

    /// <summary>Models write quotes, dashes and line ends as they like.</summary>
    private static Rune Close(Rune rune, Kind kind) => (kind, Rune.GetUnicodeCategory(rune)) switch
    {
        (Kind.Blank, _) => new Rune(' '),
        _ when rune.Value == TextEnd => Rune.ReplacementChar,
        (_, UnicodeCategory.DashPunctuation) => new Rune('-'),
        (_, UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation) => new Rune(rune.Value is '\u2018' or '\u2019' or '\u201B' ? '\'' : '"'),
        _ => Rune.ToLowerInvariant(rune),
    };
}
