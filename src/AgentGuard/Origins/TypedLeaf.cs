namespace AgentGuard;

/// <summary>What a leaf of an argument is by its value, beside its text.</summary>
/// <param name="IsExact">Whether it is a number or a date: then only who said this very value is believed to have said it.</param>
/// <param name="Number">The value of a number, or of a text that is one.</param>
/// <param name="Date">The value of a text that is a date.</param>
internal readonly record struct TypedLeaf(bool IsExact, decimal? Number, DateOnly? Date)
{
    /// <summary>A number of JSON.</summary>
    public static TypedLeaf OfNumber(string json) => new(IsExact: true, NumbersInText.Read(json), Date: null);

    /// <summary>A text. One with a decimal point, or with digits in groups, is a number; digits alone may be a name.</summary>
    public static TypedLeaf OfText(string text)
    {
        string plain = FoldedText.Plain(text);
        DateOnly? date = DatesInText.ReadAll(plain);
        decimal? number = NumbersInText.ReadAll(plain);
        return new TypedLeaf(date is not null || (number is not null && plain.AsSpan().ContainsAny('.', ',')), number, date);
    }
}
