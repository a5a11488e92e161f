using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Values as a short sentence says them.</summary>
internal static class ValueNames
{
    private const int MaxLength = 60;

    public static string Of(Value value)
    {
        string text = value.Kind == ValueKind.Decimal ? value.AsDecimal.ToString() : value.ToString();
        if (text.Length <= MaxLength)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return $"{text[..end]}…";
    }
}
