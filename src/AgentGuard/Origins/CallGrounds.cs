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
    private readonly StepBudget _budget;
    private readonly Dictionary<ArgumentRole, int> _found = [];
    private int _values;
    private bool _sharesWords;

    private CallGrounds(SessionOrigins origins, StepBudget budget)
    {
        _origins = origins;
        _budget = budget;
    }

    /// <summary>The names of the roles, as policies read them.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["content", "party", "target", "value"];

    /// <summary>Describes a call.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="tool">What the catalog says of them.</param>
    /// <param name="origins">What its session has seen.</param>
    public static CedarRecord Describe(JsonElement arguments, ToolEntry tool, SessionOrigins origins)
    {
        CallGrounds grounds = new(origins, new StepBudget(ArgumentOrigins.MaxSteps));
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
                Note(role, value.GetRawText(), TypedLeaf.OfNumber(value.GetRawText()));
                break;
            default:
                break; // a boolean names nobody
        }
    }

    private void AddText(ArgumentRole role, string text)
    {
        if (role == ArgumentRole.Content)
        {
            // What it says is the model's; whom it points to is not.
            foreach (string value in TypedValues.In(text))
            {
                Note(ArgumentRole.Content, value, TypedLeaf.OfText(value));
                if (_values >= MaxValues)
                {
                    break;
                }
            }

            return;
        }

        foreach (string one in TypedValues.Split(text))
        {
            Note(role, one, TypedLeaf.OfText(one));
        }
    }

    private void Note(ArgumentRole role, string value, TypedLeaf typed)
    {
        Ground ground = _values++ < MaxValues ? _origins.GroundOf(role == ArgumentRole.Content ? ArgumentRole.None : role, value, typed, _budget) : Ground.Text;
        _found[role] = _found.GetValueOrDefault(role) | (1 << (int)ground);
        _sharesWords |= ground == Ground.User;
    }

    private static Value ToSet(int grounds) =>
        new CedarSet(Enumerable.Range(0, s_names.Length).Where(i => (grounds & (1 << i)) != 0).Select(static i => (Value)s_names[i]));
}
