using System.Text.Json;

namespace AgentGuard;

/// <summary>Decides which alternatives of <c>anyOf</c> and <c>oneOf</c> hold for a value.</summary>
internal static class SchemaAlternatives
{
    /// <summary>Adds the alternatives that a value matches to the schemas that hold for it.</summary>
    /// <returns>False if it matches none, or more than one of a <c>oneOf</c>, or the budget is spent.</returns>
    public static bool TryChoose(JsonElement value, ref ToolSchema[] schemas, StepBudget budget)
    {
        if (!Exist(schemas))
        {
            return true;
        }

        List<ToolSchema> chosen = [.. schemas];
        HashSet<ToolSchema> seen = [.. schemas];
        for (int i = 0; i < chosen.Count; i++)
        {
            if ((chosen[i].AnyOf is { } any && AddMatches(any) == 0) || (chosen[i].OneOf is { } one && AddMatches(one) != 1))
            {
                return false;
            }
        }

        schemas = [.. chosen];
        return true;

        int AddMatches(ToolSchema[] alternatives)
        {
            int count = 0;
            foreach (ToolSchema alternative in alternatives)
            {
                if (SchemaMatcher.Matches(value, alternative, budget))
                {
                    chosen.AddRange(alternative.Conjuncts.Where(seen.Add));
                    count++;
                }
            }

            return count;
        }
    }

    private static bool Exist(ToolSchema[] schemas)
    {
        foreach (ToolSchema schema in schemas)
        {
            if (schema.AnyOf is not null || schema.OneOf is not null)
            {
                return true;
            }
        }

        return false;
    }
}
