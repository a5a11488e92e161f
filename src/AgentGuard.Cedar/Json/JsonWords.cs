using System.Text.Json;

namespace AgentGuard.Cedar.Json;

/// <summary>JSON as messages speak of it.</summary>
internal static class JsonWords
{
    /// <summary>What a value is, by the token that it starts with.</summary>
    public static string Of(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };

    // "'x' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 4." has the position a second time.
    public static string Reason(JsonException fault)
    {
        int end = fault.Message.IndexOf(". ", StringComparison.Ordinal);
        string sentence = (end < 0 ? fault.Message : fault.Message[..end]).TrimEnd('.');
        return char.ToLowerInvariant(sentence[0]) + sentence[1..];
    }
}
