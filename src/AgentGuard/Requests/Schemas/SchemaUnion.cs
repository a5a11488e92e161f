namespace AgentGuard;

/// <summary>Schemas that hold for one value, each once, gathered from all that hold for what is around it.</summary>
internal struct SchemaUnion
{
    private ToolSchema[]? _first;
    private HashSet<ToolSchema>? _all;

    /// <summary>Whether one of the schemas around declares the name.</summary>
    public bool IsDeclared { get; private set; }

    /// <summary>Whether one of the schemas around says what undeclared properties must be.</summary>
    public bool IsOpened { get; private set; }

    /// <summary>The schemas of a member.</summary>
    public static SchemaUnion OfMember(string name, ToolSchema[] schemas)
    {
        SchemaUnion union = default;
        foreach (ToolSchema schema in schemas)
        {
            if (schema.Properties is { } table && table.TryFind(name, out ToolSchema? declared))
            {
                union.Add(declared);
                union.IsDeclared = true;
            }
            else if (schema.AdditionalProperties is { } additional)
            {
                union.Add(additional);
                union.IsOpened = true;
            }
        }

        return union;
    }

    /// <summary>The schemas of an element.</summary>
    public static SchemaUnion OfElement(int index, ToolSchema[] schemas)
    {
        SchemaUnion union = default;
        foreach (ToolSchema schema in schemas)
        {
            if (schema.ElementAt(index) is { } declared)
            {
                union.Add(declared);
            }
        }

        return union;
    }

    /// <summary>The schemas; one that allows anything if there is none.</summary>
    public readonly ToolSchema[] ToArray() => _all is not null ? [.. _all] : _first ?? ToolSchema.Anything.Conjuncts;

    private void Add(ToolSchema schema)
    {
        if (_first is null)
        {
            _first = schema.Conjuncts;
        }
        else
        {
            _all ??= [.. _first];
            _all.UnionWith(schema.Conjuncts);
        }
    }
}
