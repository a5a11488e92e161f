namespace AgentGuard;

/// <summary>What tools' schemas say of the fields that facts name.</summary>
internal static class FactTypes
{
    /// <summary>Whether a fact can be told of the calls of a tool: they have what it compares events with.</summary>
    public static bool IsTold(HistoryFact fact, RecordShape input) => fact.Where.All(match => !EventValues.IsInput(match.CallField) || Find(input, match.CallField) is not null);

    /// <summary>Holds facts to the tools that are registered: what they count must be there, and what they sum be whole numbers.</summary>
    public static void Check(IEnumerable<HistoryFact> facts, IReadOnlyCollection<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        Dictionary<ToolId, RecordShape> inputs = tools.ToDictionary(static tool => tool.Id, ArgumentShapes.Of);
        foreach (HistoryFact fact in facts)
        {
            foreach (ToolId tool in (fact.Counts.Tools ?? []).Concat(fact.Break?.Tools ?? []).Distinct().Where(inputs.ContainsKey))
            {
                foreach (string field in fact.EventFields.Where(EventValues.IsInput).Distinct())
                {
                    ArgumentShape? shape = Find(inputs[tool], field);
                    if (shape is null)
                    {
                        diagnostics.Error(fact.Source, fact.Span, $"`{fact.Name}` counts calls of `{tool}` by `{field}`, an argument that it does not have", "name a field that all the tools of the fact have");
                    }
                    else if (fact.Kind == FactKind.Sum && field == fact.Field && shape is not (UntypedShape or ScalarShape { Type: "Long" }))
                    {
                        diagnostics.Error(fact.Source, fact.Span, $"`{fact.Name}` sums `{field}`, which is {shape.Words} for `{tool}`", "only whole numbers are summed: count money in its smallest unit");
                    }
                }
            }
        }
    }

    /// <summary>What an argument is; null where the schema declares none, and nothing where it may be anything.</summary>
    public static ArgumentShape? Find(RecordShape input, string field)
    {
        ArgumentShape shape = input;
        foreach (string name in EventValues.Path(field))
        {
            if (shape is UntypedShape)
            {
                return shape;
            }

            if (shape is not RecordShape record || !record.Attributes.TryGetValue(name, out ArgumentAttribute? attribute))
            {
                return null;
            }

            shape = attribute.Shape;
        }

        return shape;
    }
}
