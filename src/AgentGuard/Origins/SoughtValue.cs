namespace AgentGuard;

/// <summary>A value that is looked for in what a session has seen: as it is written, by its letters alone, and by what it is. Its memory is given back when it is disposed.</summary>
internal readonly ref struct SoughtValue : IDisposable
{
    private const int ShortestText = 2;

    private static readonly string[] s_hostsLikeFiles = [".md", ".mov", ".pl", ".ps", ".py", ".rs", ".sh", ".so", ".zip"];

    private SoughtValue(string plain, decimal? number, DateOnly? date, string? account, bool isExact)
    {
        Loose = FoldedText.Loosely(plain);
        Close = FoldedText.Closely(Bare(plain));
        Number = number;
        Date = date;
        Account = account;
        IsExact = isExact;
    }

    /// <summary>As it is looked for in texts that nobody vouches for.</summary>
    public FoldedText Loose { get; }

    /// <summary>As it is looked for in texts that are believed.</summary>
    public FoldedText Close { get; }

    /// <summary>The value of a number, or of a text that is one.</summary>
    public decimal? Number { get; }

    /// <summary>The value of a text that is a date.</summary>
    public DateOnly? Date { get; }

    /// <summary>The letters and digits of an account number.</summary>
    public string? Account { get; }

    /// <summary>Whether it is a number or a date: then only who said this very value is believed to have said it.</summary>
    public bool IsExact { get; }

    /// <summary>Too short for anybody to have said it; an empty one is not even letters.</summary>
    public bool IsShort => Loose.Letters.Length < ShortestText;

    /// <summary>A number of JSON.</summary>
    public static SoughtValue OfNumber(string json) => new(json, NumbersInText.Read(json), date: null, account: null, isExact: true);

    /// <summary>A text. One with a decimal point, or with digits in groups, is a number; digits alone may be a name.</summary>
    public static SoughtValue OfText(string text)
    {
        string plain = PlainText.Of(text);
        DateOnly? date = DatesInText.ReadAll(plain);
        decimal? number = NumbersInText.ReadAll(plain);
        return new SoughtValue(plain, number, date, date is null ? AccountsInText.ReadAll(plain) : null, date is not null || (number is not null && plain.AsSpan().ContainsAny('.', ',')));
    }

    public void Dispose()
    {
        Loose.Dispose();
        Close.Dispose();
    }

    /// <summary>Who named a file has not named the host that somebody registered for it.</summary>
    private static bool IsLikeFile(ReadOnlySpan<char> link)
    {
        bool isLikeFile = false;
        foreach (string ending in s_hostsLikeFiles)
        {
            isLikeFile |= link.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
        }

        return isLikeFile && !link.Contains('/');
    }

    /// <summary>Without what stands around a value in a sentence, and without what stands before an address where it is a link.</summary>
    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text)
    {
        const string Open = " \t\r\n\"'`([{<\u201C\u2018\u00AB", Closed = " \t\r\n\"'`)]}>\u201D\u2019\u00BB", Ends = ".,;:!?";
        text = text.TrimStart(Open).TrimEnd(Closed);
        if (text.Length > 1 && Ends.Contains(text[^1]) && (char.IsLetterOrDigit(text[^2]) || Closed.Contains(text[^2])))
        {
            text = text[..^1].TrimEnd(Closed);
        }

        foreach (string scheme in (ReadOnlySpan<string>)["https://", "http://"])
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && text.Length > scheme.Length)
            {
                ReadOnlySpan<char> link = text[scheme.Length..].TrimEnd('/');
                return link.IsEmpty || IsLikeFile(link) ? text : link;
            }
        }

        return text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text["mailto:".Length..] : text;
    }
}
