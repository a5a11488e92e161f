using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>What a test writes in C# as the JSON that a model or a tool would write.</summary>
internal static class ScenarioJson
{
    public static JsonElement Form(object? value) => value is JsonElement element ? element : JsonSerializer.SerializeToElement(value);

    /// <summary>Text stands for itself: so a scenario can hold arguments that no serializer would write.</summary>
    public static string Arguments(object? value) => value switch
    {
        null => "{}",
        string json => json,
        _ => JsonSerializer.Serialize(value),
    };

    public static Dictionary<string, object?>? Dictionary(object? value) =>
        value is null ? null : JsonSerializer.SerializeToElement(value).EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value);
}
