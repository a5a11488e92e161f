using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// Compiles a JSON Schema. References are followed from a queue, so that no chain of them deepens the stack;
/// the text itself is nested no deeper than <see cref="JsonText.MaxDepth"/>.
/// </summary>
internal sealed partial class ToolSchemaCompiler
{
    private const int MaxSchemas = 10_000;

    private readonly JsonElement _root;
    private readonly Dictionary<string, ToolSchema> _references = [];
    private readonly Queue<(JsonElement Json, ToolSchema Schema)> _pending = [];
    private readonly List<ToolSchema> _all = [];

    private ToolSchemaCompiler(JsonElement root) => _root = root;

    /// <summary>Compiles a schema.</summary>
    /// <exception cref="FormatException">It cannot be understood, which the message says for operators.</exception>
    public static ToolSchema Compile(JsonElement root)
    {
        if (JsonText.FindDuplicateName(JsonMarshal.GetRawUtf8Value(root)) is not null)
        {
            throw new FormatException("a name stands twice in one object of the schema");
        }

        ToolSchemaCompiler compiler = new(root);
        ToolSchema schema = compiler.Reference("#");
        while (compiler._pending.TryDequeue(out (JsonElement Json, ToolSchema Schema) next))
        {
            compiler.Fill(next.Schema, next.Json);
        }

        SchemaLinker.Link(compiler._all);
        schema.DeclaredNames = compiler._all.SelectMany(static one => one.Properties?.Names ?? []).ToFrozenSet();
        return schema;
    }

    private ToolSchema Read(JsonElement json)
    {
        ToolSchema schema = New();
        Fill(schema, json);
        return schema;
    }

    private ToolSchema New()
    {
        ToolSchema schema = new();
        _all.Add(schema);
        return _all.Count <= MaxSchemas ? schema : throw new FormatException($"the schema has more than {MaxSchemas} parts");
    }

    private ToolSchema Reference(string reference)
    {
        if (!_references.TryGetValue(reference, out ToolSchema? schema))
        {
            JsonElement target = Resolve(reference);
            schema = New();
            _references.Add(reference, schema);
            _pending.Enqueue((target, schema));
        }

        return schema;
    }

    private JsonElement Resolve(string reference)
    {
        string pointer = reference.StartsWith('#') ? Uri.UnescapeDataString(reference[1..])
            : throw new FormatException($"`$ref` {Quote(reference)} leads out of the document");
        if (pointer.Length > 0 && pointer[0] != '/')
        {
            throw new FormatException($"`$ref` {Quote(reference)} is no JSON pointer");
        }

        JsonElement target = _root;
        foreach (string token in JsonPointerPattern.Parse(pointer).Tokens)
        {
            bool isFound = target.ValueKind switch
            {
                JsonValueKind.Object => target.TryGetProperty(token, out target),
                JsonValueKind.Array => JsonPointerPattern.TryGetIndex(token, out int index) && index < target.GetArrayLength()
                    && (target = target[index]).ValueKind != JsonValueKind.Undefined,
                _ => false,
            };
            if (!isFound)
            {
                throw new FormatException($"`$ref` {Quote(reference)} leads nowhere");
            }
        }

        return target;
    }

    private void Fill(ToolSchema schema, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                schema.Types = JsonTypes.None;
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty keyword in json.EnumerateObject())
                {
                    FillKeyword(schema, keyword.Name, keyword.Value, json);
                }

                break;
            default:
                throw new FormatException("a schema is an object, `true` or `false`");
        }
    }

    private static string Quote(string text) => $"`{JsonPointer.Visible(text)}`";
}
