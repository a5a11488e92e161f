namespace AgentGuard;

/// <summary>What tools' schemas say of the fields that facts name.</summary>
internal static class FactTypes
{
    /// <summary>Whether a fact can be told of the calls of a tool: they have what it compares events with.</summary>
    public static bool IsTold(HistoryFact fact, RecordShape input) => fact.Where.All(match => !EventValues.IsInput(match.CallField) || Find(input, match.CallField) is not null);

    /// <summary>Holds facts to the tools that are registered: what they count must be there, what they sum be whole numbers, and what they compare be able to be equal.</summary>
    public static void Check(IEnumerable<HistoryFact> facts, IReadOnlyCollection<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        Dictionary<ToolId, RecordShape> inputs = tools.ToDictionary(static tool => tool.Id, ArgumentShapes.Of);
        Dictionary<ToolId, ToolDefinition> definitions = tools.ToDictionary(static tool => tool.Id);
        foreach (HistoryFact fact in facts)
        {
            foreach (ToolId tool in (fact.Counts.Tools ?? []).Concat(fact.Break?.Tools ?? []).Distinct().Where(inputs.ContainsKey))
            {
                foreach (string field in fact.EventFields.Distinct())
                {
                    CheckField(fact, tool, field, Shape(tool, field));
                }

                foreach (FactMatch match in fact.Where)
                {
                    CheckMatch(fact, tool, match, Shape(tool, match.EventField));
                }
            }
        }

        ArgumentShape? Shape(ToolId tool, string field) =>
            EventValues.IsInput(field) ? Find(inputs[tool], field)
            : EventValues.IsOutput(field) && ArgumentShapes.OfOutput(definitions[tool]) is { Attributes.Count: > 0 } output ? Find(output, field)
            : new UntypedShape("has no schema");

        void CheckField(HistoryFact fact, ToolId tool, string field, ArgumentShape? shape)
        {
            if (shape is null)
            {
                string what = EventValues.IsInput(field) ? "an argument that it does not have" : "which its output schema does not declare";
                diagnostics.Error(fact.Source, fact.Span, $"`{fact.Name}` counts calls of `{tool}` by `{field}`, {what}", "name a field that all the tools of the fact have");
            }
            else if (fact.Kind == FactKind.Sum && field == fact.Field && shape is not (UntypedShape or ScalarShape { Type: "Long" }))
            {
                diagnostics.Error(fact.Source, fact.Span, $"`{fact.Name}` sums `{field}`, which is {shape.Words} for `{tool}`", "only whole numbers are summed: count money in its smallest unit");
            }
        }

        // Which tools read the fact, policies say; one whose argument can be equal is enough.
        void CheckMatch(HistoryFact fact, ToolId tool, FactMatch match, ArgumentShape? shape)
        {
            ArgumentShape[] compared = EventValues.IsInput(match.CallField) ? [.. inputs.Values.Select(input => Find(input, match.CallField)).OfType<ArgumentShape>()] : [];
            if (shape is not null && compared.Length > 0 && compared.All(other => IsNeverEqual(shape, other)))
            {
                diagnostics.Error(
                    fact.Source, fact.Span, $"`{fact.Name}` compares `{match.EventField}`, which is {shape.Words} for `{tool}`, with `{match.CallField}`, which is {compared[0].Words}", "they are never equal");
            }
        }
    }

    /// <summary>A number with decimals may be a whole one.</summary>
    private static bool IsNeverEqual(ArgumentShape one, ArgumentShape other) =>
        one is not UntypedShape && other is not UntypedShape && Sort(one) != Sort(other);

    private static string Sort(ArgumentShape shape) => shape is ScalarShape { Type: var type } ? type == ScalarShape.Decimal.Type ? ScalarShape.Long.Type : type : shape.GetType().Name;

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
