using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentGuard;

/// <summary>
/// <c>@redact_argument("/pointer")</c>: text becomes <c>[redacted]</c>, anything else is taken out of its object. What is not there needs no
/// redaction; what stands in the way, such as a text where an object is expected, denies.
/// </summary>
internal sealed class RedactArgumentObligation : ArgumentObligation
{
    private readonly JsonPointerPattern[] _pointers;

    /// <summary>Makes the obligation.</summary>
    /// <exception cref="FormatException">A pointer is malformed.</exception>
    public RedactArgumentObligation(ObligationSource source)
        : base(source) => _pointers = RedactionPointers.Parse(source);

    /// <inheritdoc/>
    public override void Apply(JsonObject arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach (JsonPointerPattern pointer in _pointers)
        {
            Redact(arguments, pointer.Tokens.AsSpan(), pointer);
        }
    }

    private static void Redact(JsonNode? node, ReadOnlySpan<string> tokens, JsonPointerPattern pointer)
    {
        switch (node)
        {
            case null:
                break;
            case JsonObject members:
                string token = tokens[0];
                foreach (string name in token == JsonPointerPattern.Any ? members.Select(member => member.Key).ToArray() : [token])
                {
                    RedactMember(members, name, tokens[1..], pointer);
                }

                break;
            case JsonArray items when tokens[0] == JsonPointerPattern.Any:
                for (int i = 0; i < items.Count; i++)
                {
                    RedactElement(items, i, tokens[1..], pointer);
                }

                break;
            case JsonArray items when JsonPointerPattern.TryGetIndex(tokens[0], out int index):
                if (index < items.Count)
                {
                    RedactElement(items, index, tokens[1..], pointer);
                }

                break;
            default:
                throw new ObligationException($"the argument at `{pointer}` cannot be redacted: what is above it is of another shape");
        }
    }

    private static void RedactMember(JsonObject members, string name, ReadOnlySpan<string> rest, JsonPointerPattern pointer)
    {
        if (!members.TryGetPropertyValue(name, out JsonNode? value))
        {
            return;
        }

        if (!rest.IsEmpty)
        {
            Redact(value, rest, pointer);
        }
        else if (IsText(value))
        {
            members[name] = RedactionPointers.Redacted;
        }
        else
        {
            members.Remove(name);
        }
    }

    private static void RedactElement(JsonArray items, int index, ReadOnlySpan<string> rest, JsonPointerPattern pointer)
    {
        if (!rest.IsEmpty)
        {
            Redact(items[index], rest, pointer);
        }
        else if (IsText(items[index]))
        {
            items[index] = RedactionPointers.Redacted;
        }
        else if (items[index] is not null)
        {
            // Without it, the elements after it would be other elements.
            throw new ObligationException(
                $"the argument at `{pointer}` cannot be redacted: element {index.ToString(CultureInfo.InvariantCulture)} of its array is not text");
        }
    }

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;
}
