using System.Text.Json;

namespace AgentGuard;

/// <summary>Works out which schemas hold together, once all references are known, and refuses circles in which nothing of a value is read.</summary>
internal static class SchemaLinker
{
    private const int MaxChain = 16;
    private const int MaxConjuncts = 64;

    /// <summary>Links the schemas of a document.</summary>
    /// <exception cref="FormatException">A schema leads back to itself on the spot, or by too many steps to others.</exception>
    public static void Link(List<ToolSchema> schemas)
    {
        Dictionary<ToolSchema, int> heights = [];
        foreach (ToolSchema schema in schemas)
        {
            MeasureChain(schema, heights, 0);
        }

        foreach (ToolSchema schema in schemas)
        {
            HashSet<ToolSchema> conjuncts = [];
            Collect(schema, conjuncts);
            schema.Conjuncts = [.. conjuncts];
        }

        foreach (PropertyTable table in schemas.Select(schema => schema.Properties).OfType<PropertyTable>())
        {
            table.Defaults = [.. Enumerable.Range(0, table.Names.Length).Where(i => DefaultOf(table.Schemas[i].Conjuncts) is not null)];
        }
    }

    /// <summary>The default of the schemas that hold for a property: the first that one of them gives.</summary>
    public static JsonElement? DefaultOf(ReadOnlySpan<ToolSchema> schemas)
    {
        foreach (ToolSchema schema in schemas)
        {
            if (schema.Default is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The longest chain of schemas that look at one value.</summary>
    private static int MeasureChain(ToolSchema schema, Dictionary<ToolSchema, int> heights, int above)
    {
        const int Open = -1;
        if (heights.TryGetValue(schema, out int known))
        {
            return known != Open ? known : throw new FormatException("a schema refers to itself without reading anything of the value");
        }

        if (above > MaxChain)
        {
            throw new FormatException($"more than {MaxChain} schemas refer to each other in a chain");
        }

        heights[schema] = Open;
        int height = 0;
        foreach (ToolSchema next in schema.AllOf.Concat(schema.AnyOf ?? []).Concat(schema.OneOf ?? []))
        {
            height = Math.Max(height, MeasureChain(next, heights, above + 1) + 1);
        }

        heights[schema] = height;
        return height <= MaxChain ? height : throw new FormatException($"more than {MaxChain} schemas refer to each other in a chain");
    }

    private static void Collect(ToolSchema schema, HashSet<ToolSchema> conjuncts)
    {
        if (conjuncts.Count > MaxConjuncts)
        {
            throw new FormatException($"more than {MaxConjuncts} schemas hold for one value");
        }

        if (conjuncts.Add(schema))
        {
            foreach (ToolSchema next in schema.AllOf)
            {
                Collect(next, conjuncts);
            }
        }
    }
}
