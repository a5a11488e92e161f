using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentGuard;

/// <summary>A tool as its framework or server describes it. Make it once a tool, not once a call: what is derived from it is kept.</summary>
public sealed class ToolDefinition
{
    private readonly Lazy<string> _pin;
    private readonly Lazy<CompiledSchema> _input;

    /// <summary>Describes a tool.</summary>
    /// <param name="id">Which tool.</param>
    /// <param name="description">What the model is told about it.</param>
    /// <param name="inputSchema">JSON Schema of the arguments; null where the tool takes anything.</param>
    /// <param name="outputSchema">JSON Schema of the result.</param>
    /// <param name="annotations">Hints of the server, such as <c>readOnlyHint</c>; nothing but the pin reads them.</param>
    /// <exception cref="ArgumentException">A text holds a lone surrogate, or JSON is nested deeper than 64 levels.</exception>
    public ToolDefinition(
        ToolId id,
        string? description = null,
        JsonElement? inputSchema = null,
        JsonElement? outputSchema = null,
        JsonElement? annotations = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!string.IsNullOrEmpty(description))
        {
            WellFormed.Check(description);
        }

        Id = id;
        Description = description;
        InputSchema = Keep(inputSchema, nameof(inputSchema));
        OutputSchema = Keep(outputSchema, nameof(outputSchema));
        Annotations = Keep(annotations, nameof(annotations));
        _pin = new Lazy<string>(ComputePin);
        _input = new Lazy<CompiledSchema>(() => CompiledSchema.Of(InputSchema));
    }

    /// <summary>Which tool.</summary>
    public ToolId Id { get; }

    /// <summary>What the model is told about it.</summary>
    public string? Description { get; }

    /// <summary>JSON Schema of the arguments.</summary>
    public JsonElement? InputSchema { get; }

    /// <summary>JSON Schema of the result.</summary>
    public JsonElement? OutputSchema { get; }

    /// <summary>Hints of the server.</summary>
    public JsonElement? Annotations { get; }

    /// <summary>
    /// <c>sha256:</c> and 64 lower-case hex digits: the hash of toolset, name, description, annotations and schemas as canonical JSON (RFC 8785),
    /// absent ones left out. A tool that changes in any of these has another pin.
    /// </summary>
    public string Pin => _pin.Value;

    internal CompiledSchema Input => _input.Value;

    private static JsonElement? Keep(JsonElement? json, string name)
    {
        if (json is not { ValueKind: not JsonValueKind.Undefined } value)
        {
            return null;
        }

        // A copy: the caller's document may be disposed.
        value = value.Clone();
        return JsonText.FindFault(JsonMarshal.GetRawUtf8Value(value), JsonText.Rules.Text) is { } fault
            ? throw new ArgumentException(fault.Message, name)
            : value;
    }

    private string ComputePin()
    {
        using PooledBuffer buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            Write(writer, "annotations", Annotations);
            if (Description is not null)
            {
                writer.WriteString("description", Description);
            }

            Write(writer, "inputSchema", InputSchema);
            writer.WriteString("name", Id.Name);
            Write(writer, "outputSchema", OutputSchema);
            writer.WriteString("toolset", Id.Toolset);
            writer.WriteEndObject();
        }

        JsonElement definition = JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth + 1 });
        return "sha256:" + CanonicalJson.Digest(definition);
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is { } json)
        {
            writer.WritePropertyName(name);
            json.WriteTo(writer);
        }
    }
}
