using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

internal sealed partial class BindingPass
{
    private bool TryReadObject(JsonElement value, ToolSchema[] schemas, ArgumentKinds kinds, int depth, out Value cedar)
    {
        cedar = default;
        if (depth >= JsonText.MaxDepth)
        {
            return Fail($"is nested deeper than {JsonText.MaxDepth} levels");
        }

        writer?.WriteStartObject();
        List<KeyValuePair<string, Value>> fields = new(value.GetPropertyCount());
        HashSet<string>? openNames = null;
        int expected = 0;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!TryFindDeclared(member, schemas, ref expected, out string? name, out ToolSchema[]? declared))
            {
                name = member.Name;
                if (!budget.TrySpend(schemas.Length - 1))
                {
                    return Fail(TooMuchWork);
                }

                if (!TryFindOpen(name, schemas, depth == 0, ref openNames, out declared))
                {
                    return FailIn(name);
                }
            }

            if (!TryReadField(name, member.Value, declared, kinds, depth, fields))
            {
                return FailIn(name);
            }
        }

        foreach (ToolSchema schema in schemas)
        {
            if (!budget.TrySpendLookups(value, schema.Required.Length + (schema.Properties?.Defaults.Length ?? 0)))
            {
                return Fail(TooMuchWork);
            }

            if (SchemaMatcher.FindMissing(value, schema) is { } missing)
            {
                Fail("is missing");
                return FailIn(missing);
            }
        }

        if (!TryFillDefaults(value, schemas, kinds, depth, fields))
        {
            return false;
        }

        writer?.WriteEndObject();
        cedar = new CedarRecord(fields);
        return true;
    }

    private bool TryReadField(
        string name, JsonElement value, ToolSchema[] schemas, ArgumentKinds kinds, int depth, List<KeyValuePair<string, Value>> fields)
    {
        writer?.WritePropertyName(name);
        if (!TryRead(value, schemas, kinds.Member(name), depth + 1, out Value field))
        {
            return false;
        }

        if (field.Kind != ValueKind.None)
        {
            fields.Add(new KeyValuePair<string, Value>(name, field));
        }

        return true;
    }

    /// <summary>The common case: one schema that declares the name.</summary>
    private static bool TryFindDeclared(
        JsonProperty member, ToolSchema[] schemas, ref int expected, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out ToolSchema[]? declared)
    {
        if (schemas.Length == 1 && schemas[0].Properties is { } table && table.IndexOf(member, expected) is >= 0 and int index)
        {
            expected = index + 1;
            name = table.Names[index];
            declared = table.Schemas[index].Conjuncts;
            return true;
        }

        name = null;
        declared = null;
        return false;
    }

    private bool TryFindOpen(string name, ToolSchema[] schemas, bool isRoot, ref HashSet<string>? openNames, out ToolSchema[] found)
    {
        SchemaUnion union = SchemaUnion.OfMember(name, schemas);
        found = union.ToArray();
        if (union.IsDeclared)
        {
            return true;
        }

        foreach (ToolSchema schema in schemas)
        {
            if (schema.Properties?.FindIgnoringCase(name) is { } other)
            {
                return Fail($"differs from the declared `{JsonPointer.Visible(other)}` in case only, and names are exact");
            }
        }

        bool isClosed = Array.Exists(schemas, schema => schema.Properties is not null || (isRoot && schema.Types == JsonTypes.Object));
        if ((isClosed && !union.IsOpened) || Array.Exists(schemas, schema => schema.AdditionalProperties is { Types: JsonTypes.None }))
        {
            return Fail("is not declared by the tool's schema");
        }

        // Names of a declared map are data. Others are looked up by the tool, and many tools ignore case.
        bool isData = union.IsOpened && !isRoot;
        return isData || (openNames ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(name)
            || Fail("differs from another name in case only, and names are exact");
    }

    private bool TryFillDefaults(
        JsonElement value, ToolSchema[] schemas, ArgumentKinds kinds, int depth, List<KeyValuePair<string, Value>> fields)
    {
        HashSet<string>? filled = null;
        foreach (ToolSchema schema in schemas)
        {
            foreach (int index in schema.Properties?.Defaults ?? [])
            {
                string name = schema.Properties!.Names[index];
                if (schema.Properties.IsIn(value, index) || (filled is not null && filled.Contains(name)))
                {
                    continue;
                }

                ToolSchema[] declared = SchemaUnion.OfMember(name, schemas).ToArray();
                JsonElement json = SchemaLinker.DefaultOf(declared)!.Value;
                if (json.ValueKind == JsonValueKind.Null && !Array.TrueForAll(declared, one => SchemaMatcher.Matches(json, one, budget)))
                {
                    continue; // generators write `null` for an argument that may be left out
                }

                IsChanged = true;
                (filled ??= []).Add(name);
                if (!TryReadField(name, json, declared, kinds, depth, fields))
                {
                    _isSchemaAtFault = true;
                    return FailIn(name);
                }
            }
        }

        return true;
    }
}
