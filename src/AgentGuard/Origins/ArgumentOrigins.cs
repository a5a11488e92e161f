using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Describes one call's arguments to policies: <c>context.origin</c>. The leaves of an argument are its texts and numbers, its booleans,
/// and the names that its schema does not declare, for those the model made up.
/// </summary>
internal sealed class ArgumentOrigins(SessionOrigins session)
{
    // Enough for ten thousand leaves in a session with twenty tools; when it is spent, the rest counts as touched by untrusted text.
    // Without it, 100,000 leaves and as many words that begin alike would take ten billion steps.
    public const int MaxSteps = 1 << 18;

    private const int LettersPerStep = 64;

    // What is smaller, and whole, stands in every text.
    private const int ShortestNumber = 100;

    private readonly StepBudget _budget = new(MaxSteps);
    private readonly int[] _leavesBySource = new int[session.SourceCount];
    private readonly bool _hasUntrusted = session.HasReadUntrusted;
    private int _leaves;

    public CedarRecord Describe(JsonElement arguments, ToolSchema schema)
    {
        KeyValuePair<string, Value>[] origins = new KeyValuePair<string, Value>[arguments.GetPropertyCount()];
        int i = 0;
        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            Array.Clear(_leavesBySource);
            _leaves = 0;
            if (argument.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                CountAll(argument.Value, SchemaUnion.OfMember(argument.Name, WithAlternatives(schema.Conjuncts)).ToArray());
            }
            else
            {
                CountLeaf(argument.Value);
            }

            origins[i++] = new(argument.Name, session.SourcesOf(_leaves, _leavesBySource, isCut: _budget.IsSpent));
        }

        return new CedarRecord(origins);
    }

    private void CountAll(JsonElement value, ToolSchema[] schemas)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                schemas = WithAlternatives(schemas);
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    if (!_budget.TrySpend(schemas.Length - 1))
                    {
                        return;
                    }

                    SchemaUnion declared = SchemaUnion.OfMember(member.Name, schemas);
                    if (!declared.IsDeclared)
                    {
                        CountText(member.Name);
                    }

                    CountAll(member.Value, declared.ToArray());
                }

                break;
            case JsonValueKind.Array:
                schemas = WithAlternatives(schemas);
                int index = 0;
                foreach (JsonElement element in value.EnumerateArray())
                {
                    if (!_budget.TrySpend(schemas.Length - 1))
                    {
                        return;
                    }

                    CountAll(element, SchemaUnion.OfElement(index++, schemas).ToArray());
                }

                break;
            default:
                CountLeaf(value);
                break;
        }
    }

    private void CountLeaf(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                CountText(value.GetString()!);
                break;
            case JsonValueKind.Number:
                using (SoughtValue number = SoughtValue.OfNumber(value.GetRawText()))
                {
                    CountLeaf(number);
                }

                break;
            case JsonValueKind.True or JsonValueKind.False:
                // Like any value that is very short: who said it is unknown, so no trusted source covers it. Null is no value.
                CountText("");
                break;
        }
    }

    private void CountText(string text)
    {
        using (SoughtValue whole = SoughtValue.OfText(text))
        {
            CountLeaf(whole);
        }

        // Of a source that nobody vouches for it is enough that a part is from there: an account in a sentence, a link in another spelling.
        if (_hasUntrusted)
        {
            foreach (string? form in ReadableText.Of(text))
            {
                TouchParts(form, isWhole: form == text);
            }
        }
    }

    private void CountLeaf(SoughtValue leaf)
    {
        _leaves++;
        if (_budget.TrySpend(1))
        {
            session.Count(leaf, _leavesBySource, _budget);
        }
    }

    private void TouchParts(string? form, bool isWhole)
    {
        if (form is null)
        {
            // Escapes within escapes, deeper than anybody looks.
            _budget.TrySpend(MaxSteps);
            return;
        }

        string plain = PlainText.Seen(form);
        foreach (string part in (isWhole ? [] : (string[])[plain]).Concat(TypedValues.In(plain).SelectMany(static value => value)).Concat(NamesInText.In(plain)))
        {
            if (!_budget.TrySpend(1 + (part.Length / LettersPerStep)))
            {
                return;
            }

            using SoughtValue sought = SoughtValue.OfText(part);
            session.Touch(sought, _leavesBySource, _budget);
        }

        foreach (decimal number in NumbersInText.In(plain).Where(static number => Math.Abs(number) >= ShortestNumber || number != decimal.Truncate(number)).TakeWhile(_ => _budget.TrySpend(1)))
        {
            session.Touch(number, date: null, _leavesBySource);
        }

        foreach (DateOnly date in DatesInText.In(plain, takesEither: true).TakeWhile(_ => _budget.TrySpend(1)))
        {
            session.Touch(number: null, date, _leavesBySource);
        }
    }

    /// <summary>Schemas and all their alternatives, each once. Whether they hold does not matter: a name is as fixed by one that does not.</summary>
    private ToolSchema[] WithAlternatives(ToolSchema[] schemas)
    {
        if (!Array.Exists(schemas, static schema => schema.AnyOf is not null || schema.OneOf is not null))
        {
            return schemas;
        }

        List<ToolSchema> all = [.. schemas];
        HashSet<ToolSchema> seen = [.. schemas];
        for (int i = 0; i < all.Count && _budget.TrySpend(1); i++)
        {
            foreach (ToolSchema alternative in (all[i].AnyOf ?? []).Concat(all[i].OneOf ?? []))
            {
                all.AddRange(alternative.Conjuncts.Where(seen.Add));
            }
        }

        return [.. all];
    }
}
