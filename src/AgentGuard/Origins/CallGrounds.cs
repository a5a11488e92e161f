using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Describes to policies what speaks for a call: <c>context.grounds</c>. By role, so that one policy is about the parties of every tool: of each value that the
/// catalog calls a party or a target, and of the addresses within content, the best ground there is.
/// </summary>
internal sealed class CallGrounds
{
    // As many values as a call with a large list has. What comes after them counts as said by a text that nobody vouches for.
    private const int MaxValues = 4096;

    private static readonly string[] s_names = [.. Enum.GetNames<Ground>().Select(static name => name.ToLowerInvariant())];
    private static readonly Value[] s_sets = [.. Enumerable.Range(0, 1 << s_names.Length).Select(ToSet)];

    private readonly SessionOrigins _origins;
    private readonly ToolSchema _schema;
    private readonly StepBudget _budget;
    private readonly Dictionary<ArgumentRole, int> _found = [];
    private int _values;
    private bool _sharesWords;

    private CallGrounds(SessionOrigins origins, ToolSchema schema, StepBudget budget)
    {
        _origins = origins;
        _schema = schema;
        _budget = budget;
    }

    /// <summary>The names of the roles, as policies read them.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["content", "party", "target", "value"];

    /// <summary>Describes a call.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="schema">What they may be.</param>
    /// <param name="tool">What the catalog says of them.</param>
    /// <param name="origins">What its session has seen.</param>
    public static CedarRecord Describe(JsonElement arguments, ToolSchema schema, ToolEntry tool, SessionOrigins origins)
    {
        CallGrounds grounds = new(origins, schema, new StepBudget(ArgumentOrigins.MaxSteps));
        foreach ((JsonPointerPattern pointer, ArgumentRole role) in tool.Roles)
        {
            foreach (JsonElement value in pointer.Select(arguments))
            {
                grounds.Add(role, value);
            }
        }

        return new CedarRecord(
        new KeyValuePair<string, Value>[]
        {
            new("content", grounds.Of(ArgumentRole.Content)),
            new("party", grounds.Of(ArgumentRole.Party)),
            new("purposeMentioned", tool.Purpose.Any(word => origins.UserMentions(word, grounds._budget))),
            new("readUntrusted", origins.HasReadUntrusted),
            new("sharesUserWords", grounds._sharesWords),
            new("target", grounds.Of(ArgumentRole.Target)),
            new("value", grounds.Of(ArgumentRole.Value)),
        });
    }

    private Value Of(ArgumentRole role) => s_sets[_found.GetValueOrDefault(role)];

    private void Add(ArgumentRole role, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    // Names that the schema does not know are the model's: a map of recipients names them so.
                    if (!_schema.DeclaredNames.Contains(member.Name))
                    {
                        AddText(role, member.Name);
                    }

                    Add(role, member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement element in value.EnumerateArray())
                {
                    Add(role, element);
                }

                break;
            case JsonValueKind.String:
                AddText(role, value.GetString()!);
                break;
            case JsonValueKind.Number:
                AddNumber(role, value.GetRawText());
                break;
            case JsonValueKind.True or JsonValueKind.False when role == ArgumentRole.Value:
                // Everybody says yes and no: it takes effect all the same, and nothing speaks for it.
                Note(role, Ground.Nowhere);
                break;
            default:
                break; // it names nobody
        }
    }

    private void AddText(ArgumentRole role, string text)
    {
        if (role == ArgumentRole.Content)
        {
            AddContent(text);
            return;
        }

        foreach (string one in AddressesInText.Split(text))
        {
            using SoughtValue sought = SoughtValue.OfText(one);
            Note(role, one, sought);
        }
    }

    private void AddNumber(ArgumentRole role, string json)
    {
        using SoughtValue sought = SoughtValue.OfNumber(json);
        Note(role, json, sought);
    }

    /// <summary>What it says is the model's; whom it points to is not.</summary>
    private void AddContent(string text)
    {
        Dictionary<string, Ground> known = [];
        foreach (string? form in ReadableText.Of(text))
        {
            if (form is null)
            {
                Note(ArgumentRole.Content, Ground.Text);
                break;
            }

            foreach (IReadOnlyList<string> spellings in TypedValues.In(PlainText.Seen(form)))
            {
                if (_values >= MaxValues)
                {
                    Note(ArgumentRole.Content, Ground.Text);
                    return;
                }

                // One that is found nowhere says nothing where another is.
                Ground[] grounds = [.. spellings.Select(value => known.TryGetValue(value, out Ground ground) ? ground : known[value] = GroundOfContent(value))];
                foreach (Ground ground in grounds.Where(ground => ground != Ground.Nowhere || Array.TrueForAll(grounds, static one => one == Ground.Nowhere)))
                {
                    Note(ArgumentRole.Content, ground);
                }
            }
        }
    }

    private Ground GroundOfContent(string value)
    {
        using SoughtValue sought = SoughtValue.OfText(value);
        return GroundOf(ArgumentRole.None, value, sought);
    }

    private void Note(ArgumentRole role, string value, SoughtValue sought) => Note(role, GroundOf(role, value, sought));

    private Ground GroundOf(ArgumentRole role, string value, SoughtValue sought) => _values++ < MaxValues ? _origins.GroundOf(role, value, sought, _budget) : Ground.Text;

    private void Note(ArgumentRole role, Ground ground)
    {
        _found[role] = _found.GetValueOrDefault(role) | (1 << (int)ground);
        _sharesWords |= ground == Ground.User;
    }

    private static Value ToSet(int grounds) =>
        new CedarSet(Enumerable.Range(0, s_names.Length).Where(i => (grounds & (1 << i)) != 0).Select(static i => (Value)s_names[i]));
}
