using System.Text;
using System.Text.Json;

namespace AgentGuard.Tests.Requests;

/// <summary>Short words for JSON in tests.</summary>
internal static class Json
{
    public static JsonElement Of(string json) => JsonElement.Parse(json);

    public static string Canonical(JsonElement value)
    {
        using PooledBuffer buffer = new();
        CanonicalJson.Write(value, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Arrays in arrays, <paramref name="levels"/> of them.</summary>
    public static string Nested(int levels) => new string('[', levels) + new string(']', levels);
}
