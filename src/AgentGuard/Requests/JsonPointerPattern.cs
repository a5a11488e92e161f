using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// A JSON Pointer (RFC 6901) in which the token <c>*</c> stands for every element of an array and every member of an object.
/// A member that is itself named <c>*</c> is reached by no other token.
/// </summary>
internal sealed class JsonPointerPattern : IEquatable<JsonPointerPattern>
{
    /// <summary>What a pattern's <c>*</c> is among its tokens.</summary>
    public const string Any = "*";

    private const int MaxTokens = JsonText.MaxDepth;

    private readonly string _text;

    private JsonPointerPattern(string text, ImmutableArray<string> tokens)
    {
        _text = text;
        Tokens = tokens;
    }

    /// <summary>The tokens, unescaped; none for the whole document.</summary>
    public ImmutableArray<string> Tokens { get; }

    /// <summary>Reads a pattern: empty for the whole document, else a <c>/</c> before each token, <c>~0</c> for <c>~</c>, <c>~1</c> for <c>/</c>.</summary>
    /// <exception cref="FormatException">It is none, or has more than 64 tokens.</exception>
    public static JsonPointerPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return new JsonPointerPattern(text, []);
        }

        if (text[0] != '/')
        {
            throw new FormatException($"`{JsonPointer.Visible(text)}` is not a JSON pointer: it starts with `/`, as in `/cards/*/number`");
        }

        string[] tokens = text[1..].Split('/', MaxTokens + 1);
        return tokens.Length > MaxTokens
            ? throw new FormatException($"`{JsonPointer.Visible(text)}` is a JSON pointer of more than {MaxTokens} tokens")
            : new JsonPointerPattern(text, [.. tokens.Select(token => Unescape(token, text))]);
    }

    /// <summary>All values that it leads to.</summary>
    public IEnumerable<JsonElement> Select(JsonElement root)
    {
        IEnumerable<JsonElement> found = [root];
        foreach (string token in Tokens)
        {
            found = found.SelectMany(value => Step(value, token));
        }

        return found;
    }

    /// <summary>The index that a token is in an array (RFC 6901, section 4: no sign, no leading zero).</summary>
    public static bool TryGetIndex(string token, out int index) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (token[0] != '0' || token.Length == 1);

    /// <inheritdoc/>
    public override string ToString() => _text;

    public bool Equals(JsonPointerPattern? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as JsonPointerPattern);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    private static IEnumerable<JsonElement> Step(JsonElement value, string token) => value.ValueKind switch
    {
        JsonValueKind.Object when token == Any => value.EnumerateObject().Select(member => member.Value),
        JsonValueKind.Object => value.TryGetProperty(token, out JsonElement member) ? [member] : [],
        JsonValueKind.Array when token == Any => value.EnumerateArray(),
        JsonValueKind.Array => TryGetIndex(token, out int index) && index < value.GetArrayLength() ? [value[index]] : [],
        _ => [],
    };

    private static string Unescape(string token, string text)
    {
        for (int i = token.IndexOf('~', StringComparison.Ordinal); i >= 0; i = token.IndexOf('~', i + 1))
        {
            if (i + 1 == token.Length || token[i + 1] is not ('0' or '1'))
            {
                throw new FormatException($"`{JsonPointer.Visible(text)}` is not a JSON pointer: `~` is written `~0`, and `/` inside a name `~1`");
            }
        }

        return token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
    }
}
