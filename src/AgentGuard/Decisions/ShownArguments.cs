using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// The first few arguments of a call as an explanation shows them: sensitive ones masked, long ones cut. Short arguments are read once somebody
/// asks; long ones at once, so that a log that keeps the explanation does not keep them.
/// </summary>
internal sealed class ShownArguments
{
    private const int MaxArguments = 6;
    private const int MaxText = 40;
    private const int MaxKeptBytes = 4096;

    private readonly JsonElement _json;
    private readonly IReadOnlyList<string> _sensitive;
    private IReadOnlyList<string>? _shown;

    public ShownArguments(JsonElement json, IReadOnlyList<string> sensitive)
    {
        _json = json;
        _sensitive = sensitive;
        if (JsonMarshal.GetRawUtf8Value(json).Length > MaxKeptBytes)
        {
            _shown = Show();
            _json = default;
        }
    }

    /// <summary>Each as <c>amount 2500</c>.</summary>
    public IReadOnlyList<string> Shown => _shown ??= Show();

    private IReadOnlyList<string> Show()
    {
        JsonElement masked = _sensitive.Count == 0 ? _json : ArgumentMask.Apply(_json, _sensitive);
        return [.. masked.EnumerateObject().Take(MaxArguments).Select(static argument => $"{Short(argument.Name)} {Short(Text(argument.Value))}")];
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Short(string text) => text.Length > MaxText ? text[..MaxText] + "…" : text;
}
