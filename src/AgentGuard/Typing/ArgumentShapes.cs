using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// Works out what the binder makes of a tool's arguments, for every call at once. Where it may make values of several types, or the schema does
/// not say, there is no type: what is typed here is so in every call.
/// </summary>
internal sealed class ArgumentShapes
{
    // A schema whose parts refer to each other can unfold without end; nobody writes policies about what is beyond.
    private const int MaxParts = 2_000;
    private const int MaxDepth = 24;

    private readonly HashSet<ToolSchema> _around = [];
    private int _left = MaxParts;

    /// <summary>The arguments of a tool.</summary>
    public static RecordShape Of(ToolDefinition tool) => Of(tool.Input);

    /// <summary>What a tool says that it puts out; null where it says nothing.</summary>
    public static RecordShape? OfOutput(ToolDefinition tool) => tool.OutputSchema is { } schema ? Of(CompiledSchema.Of(schema)) : null;

    private static RecordShape Of(CompiledSchema compiled)
    {
        if (compiled.Root is not { } schema)
        {
            return RecordShape.Unknown("is not known, for the tool's schema cannot be understood");
        }

        return new ArgumentShapes().OfValue(schema.Conjuncts, 0).Shape as RecordShape ?? RecordShape.Unknown("is not known, for the tool's schema says nothing that Cedar can type");
    }

    private ShapeUnion OfValue(ToolSchema[] schemas, int depth)
    {
        if (depth > MaxDepth)
        {
            return ShapeUnion.Untyped($"is nested deeper than {MaxDepth} levels");
        }

        // The first is the one that was declared at this place: below itself it unfolds without end.
        if (!_around.Add(schemas[0]))
        {
            return ShapeUnion.Untyped("is part of itself in the tool's schema");
        }

        ShapeUnion union = OfAlternatives(schemas, 0, depth);
        _around.Remove(schemas[0]);
        return union;
    }

    /// <summary>What holds for a value, whichever alternatives of the schemas from <paramref name="next"/> on it matches.</summary>
    private ShapeUnion OfAlternatives(ToolSchema[] schemas, int next, int depth)
    {
        if (--_left < 0)
        {
            return ShapeUnion.Untyped($"comes late in a schema of more than {MaxParts} parts");
        }

        for (; next < schemas.Length; next++)
        {
            if (schemas[next] is { AnyOf: not null, OneOf: not null })
            {
                return ShapeUnion.Untyped("has alternatives of two sorts in the tool's schema");
            }

            if ((schemas[next].AnyOf ?? schemas[next].OneOf) is { } alternatives)
            {
                ShapeUnion union = default;
                foreach (ToolSchema alternative in alternatives)
                {
                    union = union.Or(OfAlternatives([.. schemas.Union(alternative.Conjuncts)], next + 1, depth));
                }

                return union;
            }
        }

        return OfTypes(schemas, depth);
    }

    private ShapeUnion OfTypes(ToolSchema[] schemas, int depth)
    {
        if (depth == 0)
        {
            return new ShapeUnion(OfObject(schemas, depth), false);
        }

        JsonTypes types = JsonTypes.Any;
        foreach (ToolSchema schema in schemas)
        {
            types &= WithWholeNumbers(schema.Types);
            types &= schema.Enum is { } allowed ? allowed.Aggregate(JsonTypes.None, (all, value) => all | TypeOf(value)) : JsonTypes.Any;
            types &= schema.Const is { } constant ? TypeOf(constant) : JsonTypes.Any;
        }

        if (types == JsonTypes.Any)
        {
            return ShapeUnion.Untyped("may be anything by the tool's schema");
        }

        ShapeUnion union = new(null, types.HasFlag(JsonTypes.Null));
        foreach (JsonTypes type in (ReadOnlySpan<JsonTypes>)[JsonTypes.String, JsonTypes.Integer, JsonTypes.Boolean, JsonTypes.Array, JsonTypes.Object])
        {
            union = types.HasFlag(type) ? union.Or(new ShapeUnion(OfType(type, types, schemas, depth), false)) : union;
        }

        return union;
    }

    private ArgumentShape OfType(JsonTypes type, JsonTypes types, ToolSchema[] schemas, int depth) => type switch
    {
        JsonTypes.String => ScalarShape.String,
        JsonTypes.Integer => OfNumber(types, schemas),
        JsonTypes.Boolean => ScalarShape.Boolean,
        JsonTypes.Array => OfArray(schemas, depth),
        _ => OfObject(schemas, depth),
    };

    /// <summary>As the binder reads numbers: what matches <c>integer</c> is a Long, else what matches <c>number</c> a decimal.</summary>
    private static ArgumentShape OfNumber(JsonTypes types, ToolSchema[] schemas)
    {
        bool isInteger = Array.Exists(schemas, schema => schema.IsTyped && schema.Types.HasFlag(JsonTypes.Integer));
        if (!isInteger && Array.Exists(schemas, schema => schema.IsTyped && schema.Types.HasFlag(JsonTypes.Number)))
        {
            return ScalarShape.Decimal;
        }

        return types.HasFlag(JsonTypes.Number) ? new UntypedShape("may be a whole number or one with decimals") : ScalarShape.Long;
    }

    private ArgumentShape OfArray(ToolSchema[] schemas, int depth)
    {
        int prefix = schemas.Max(schema => schema.PrefixItems.Length);
        ShapeUnion element = default;
        for (int i = 0; i <= prefix && _left >= 0; i++)
        {
            element = element.Or(OfValue(SchemaUnion.OfElement(i, schemas).ToArray(), depth + 1));
        }

        if (_left < 0)
        {
            return new UntypedShape($"has elements that come late in a schema of more than {MaxParts} parts");
        }

        return element.Shape is { } shape ? ShapeUnion.OfElement(shape) : new UntypedShape("is a list without elements");
    }

    private ArgumentShape OfObject(ToolSchema[] schemas, int depth)
    {
        HashSet<string> required = [.. schemas.SelectMany(schema => schema.Required)];
        HashSet<string> filled = [.. schemas.Select(schema => schema.Properties).OfType<PropertyTable>().SelectMany(table => table.Defaults.Select(i => table.Names[i]))];
        Dictionary<string, ArgumentAttribute> attributes = [];
        foreach (string name in schemas.SelectMany(schema => schema.Properties?.Names ?? []).Distinct())
        {
            ToolSchema[] declared = SchemaUnion.OfMember(name, schemas).ToArray();
            ShapeUnion value = OfValue(declared, depth + 1);
            bool isWritten = required.Contains(name) || (filled.Contains(name) && SchemaLinker.DefaultOf(declared) is { ValueKind: not JsonValueKind.Null });
            attributes.Add(name, new ArgumentAttribute(
                value.Shape ?? new UntypedShape(value.IsNullable ? "is always null" : "is allowed no value by the tool's schema"),
                isWritten && !value.IsNullable,
                isWritten));
        }

        bool isOpen = IsOpen(schemas, isRoot: depth == 0);
        return attributes.Count == 0 && isOpen && depth > 0
            ? new UntypedShape("is an object whose names the tool's schema leaves open")
            : new RecordShape(attributes, isOpen ? "is not declared by the tool's schema, which leaves names open" : null);
    }

    /// <summary>As the binder takes names that are not declared.</summary>
    private static bool IsOpen(ToolSchema[] schemas, bool isRoot)
    {
        bool isClosed = Array.Exists(schemas, schema => schema.Properties is not null || (isRoot && schema.Types == JsonTypes.Object));
        bool isOpened = Array.Exists(schemas, schema => schema.AdditionalProperties is not null);
        return (isOpened || !isClosed) && !Array.Exists(schemas, schema => schema.AdditionalProperties is { Types: JsonTypes.None });
    }

    private static JsonTypes WithWholeNumbers(JsonTypes types) => types.HasFlag(JsonTypes.Number) ? types | JsonTypes.Integer : types;

    private static JsonTypes TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number when JsonNumber.TryGetLong(JsonMarshal.GetRawUtf8Value(value), out _) => JsonTypes.Integer,
        JsonValueKind.Number => JsonTypes.Integer | JsonTypes.Number,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        _ => JsonTypes.Object,
    };
}
