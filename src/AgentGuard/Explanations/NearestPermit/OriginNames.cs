using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentGuard;

/// <summary>Whether somebody who says an argument becomes its origin. Of what is very short, or true or false, nobody can be said to have said it.</summary>
internal static class OriginNames
{
    public static bool CanBeNamed(PreparedCall call, Place place)
    {
        if (!call.Arguments.Json.TryGetProperty(place.Tokens[0], out JsonElement value))
        {
            return false;
        }

        // What it would be in a session that has heard nothing else.
        SessionOrigins heard = new();
        foreach (string text in Texts(value))
        {
            heard.Add(SessionOrigins.User, isTrusted: true, text);
        }

        JsonObject alone = new() { [place.Tokens[0]] = JsonNode.Parse(value.GetRawText()) };
        return heard.Describe(JsonElement.Parse(alone.ToJsonString(), JsonText.DocumentOptions), call.Request.Tool.Input.Root!)[place.Tokens[0]].AsSet.Contains(SessionOrigins.User);
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static member => Texts(member.Value).Append(member.Name)),
        _ => [],
    };
}
