using System.Text.Json;

namespace AgentGuard;

/// <summary>Whether a value is valid by JSON Schema's own rules, in which undeclared properties are fine. Alternatives are told apart by it.</summary>
internal static class SchemaMatcher
{
    /// <summary>Whether a value is valid. False, too, when the budget is spent.</summary>
    public static bool Matches(JsonElement value, ToolSchema schema, StepBudget budget)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        foreach (ToolSchema conjunct in schema.Conjuncts)
        {
            if (!budget.TryDescend(conjunct.Cost)
                || SchemaAssertions.FindViolation(conjunct, value, text) is not null
                || !HasMatchingParts(value, conjunct, budget)
                || (conjunct.AnyOf is { } any && !any.Any(one => Matches(value, one, budget)))
                || (conjunct.OneOf is { } one && CountMatches(value, one, budget) != 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A required name that an object does not have.</summary>
    public static string? FindMissing(JsonElement value, ToolSchema schema) =>
        Array.Find(schema.Required, name => !value.TryGetProperty(name, out _));

    private static int CountMatches(JsonElement value, ToolSchema[] schemas, StepBudget budget) =>
        schemas.Count(schema => Matches(value, schema, budget));

    private static bool HasMatchingParts(JsonElement value, ToolSchema schema, StepBudget budget) => value.ValueKind switch
    {
        JsonValueKind.Object => HasMatchingMembers(value, schema, budget),
        JsonValueKind.Array => HasMatchingElements(value, schema, budget),
        _ => true,
    };

    private static bool HasMatchingMembers(JsonElement value, ToolSchema schema, StepBudget budget)
    {
        if (!budget.TrySpendLookups(value, schema.Required.Length) || FindMissing(value, schema) is not null)
        {
            return false;
        }

        if (schema.Properties is null && schema.AdditionalProperties is null)
        {
            return true;
        }

        // To look a name up takes a copy of it.
        int cost = schema.Properties is null ? 1 : 4;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!budget.TrySpend(cost))
            {
                return false;
            }

            if (schema.Properties?.TryFind(member.Name, out ToolSchema? declared) != true)
            {
                declared = schema.AdditionalProperties;
            }

            if (declared is not null && !Matches(member.Value, declared, budget))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasMatchingElements(JsonElement value, ToolSchema schema, StepBudget budget)
    {
        int index = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            if (schema.ElementAt(index++) is not { } declared)
            {
                break; // nor does it say what those behind must be
            }

            if (!Matches(element, declared, budget))
            {
                return false;
            }
        }

        return true;
    }
}
