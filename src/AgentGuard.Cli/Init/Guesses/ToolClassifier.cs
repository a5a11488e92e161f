using System.Text.Json;

namespace AgentGuard.Cli.Init;

/// <summary>
/// Guesses what a tool is from its name, the first sentence of its description, its arguments and its annotations. All of them are the server's to write:
/// so each can put a tool into groups that policies are careful with, and none can take it out of one.
/// </summary>
internal static class ToolClassifier
{
    /// <summary>Guesses.</summary>
    public static ToolGuess Classify(ToolDefinition tool)
    {
        ToolGuess guess = new();
        string? looks = ReadName(Words.Of(tool.Id.Name), guess);
        looks = ReadDescription(Words.OfFirstSentence(tool.Description), guess) is { } described ? looks ?? described : looks;
        ReadArguments(tool.InputSchema, guess);
        looks = ReadAnnotations(tool.Annotations, guess) is { } claimed ? looks ?? claimed : looks;
        if (looks is null && guess.IsEmpty)
        {
            guess.Add([ToolGroups.Write], "nothing says what it does");
        }

        guess.LooksBecause = guess.IsEmpty ? looks : null;
        return guess;
    }

    /// <returns>Why it seems to look; null where the name does not say so.</returns>
    private static string? ReadName(IReadOnlyList<string> words, ToolGuess guess)
    {
        string? look = words.Where((word, i) => ToolVerbs.Looks(word) && !(ToolVerbs.IsView(word) && words.Take(i).Any(static before => ToolVerbs.Act(before).Count > 0))).FirstOrDefault();
        bool isOneAct = look is not null && !words.Any(ToolVerbs.Joins);
        for (int i = 0; i < words.Count; i++)
        {
            if (i + 1 < words.Count && ToolVerbs.IsThing(words[i], words[i + 1]))
            {
                i++;
                continue;
            }

            if (ToolVerbs.Act(words[i]) is { Count: > 0 } groups && !(isOneAct && ToolVerbs.IsThing(words[i])))
            {
                guess.Add(groups, $"name: {words[i]}");
            }
        }

        ReadSecrets(words, guess, "name");
        look ??= words.Count > 0 && ToolVerbs.IsSight(words[^1]) ? words[^1] : null;
        return look is null ? null : $"name: {look}";
    }

    /// <returns>Why it seems to look; null where the description does not begin so.</returns>
    private static string? ReadDescription(IReadOnlyList<string> words, ToolGuess guess)
    {
        if (words.Count == 0)
        {
            return null;
        }

        string verb = Words.Stem(words[0], static word => ToolVerbs.Tells(word) || ToolVerbs.Act(word).Count > 0);
        guess.Add(ToolVerbs.Tells(verb) ? [] : ToolVerbs.Act(verb), $"description: {verb}");
        foreach (string word in words.Select(static word => Words.Stem(word, ToolVerbs.IsStrong)).Where(ToolVerbs.IsStrong))
        {
            guess.Add(ToolVerbs.Act(word), $"description: {word}");
        }

        ReadSecretPairs(words, guess, "description");
        return ToolVerbs.Tells(verb) ? $"description: {verb}" : null;
    }

    private static void ReadSecrets(IReadOnlyList<string> words, ToolGuess guess, string where)
    {
        foreach (string word in words.Where(ToolVerbs.IsSecret))
        {
            guess.Add([ToolGroups.Secrets], $"{where}: {word}");
        }

        ReadSecretPairs(words, guess, where);
    }

    private static void ReadSecretPairs(IReadOnlyList<string> words, ToolGuess guess, string where)
    {
        foreach ((string first, string second) in words.Zip(words.Skip(1)).Where(static pair => ToolVerbs.IsSecret(pair.First, pair.Second)))
        {
            guess.Add([ToolGroups.Secrets], $"{where}: {first} {second}");
        }
    }

    /// <summary>Who takes a program, runs it.</summary>
    private static void ReadArguments(JsonElement? schema, ToolGuess guess)
    {
        foreach (SchemaProperty property in SchemaProperty.Of(schema))
        {
            if (property.IsText && !property.IsChoice && (property.Words is ["code"] || (property.Words.Count > 0 && ToolVerbs.IsCode(property.Words[^1]))))
            {
                guess.Add([ToolGroups.Write, ToolGroups.Execution], $"argument: {property.Words[^1]}");
            }
        }
    }

    /// <returns>The server's own word that it looks; null where it gives none.</returns>
    private static string? ReadAnnotations(JsonElement? annotations, ToolGuess guess)
    {
        bool? readOnly = Hint(annotations, "readOnlyHint");
        if (readOnly == false)
        {
            guess.Add([ToolGroups.Write], "server: not read-only");
        }

        if (Hint(annotations, "destructiveHint") == true)
        {
            guess.Add([ToolGroups.Write, ToolGroups.Destructive], "server: destructive");
        }

        if (Hint(annotations, "openWorldHint") == true)
        {
            guess.Add([ToolGroups.Egress], "server: open world");
        }

        return readOnly == true ? "server: read-only" : null;
    }

    private static bool? Hint(JsonElement? annotations, string name) =>
        annotations is { ValueKind: JsonValueKind.Object } hints && hints.TryGetProperty(name, out JsonElement hint) && hint.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? hint.GetBoolean()
            : null;
}
