using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// Remembers where a result's values come from, each with the trust that the catalog gives its field. Text is read as the JSON that it holds;
/// where it holds none its fields cannot be told apart, and it is as little trusted as the least of them.
/// </summary>
internal static class OutputOrigins
{
    public static void Add(PreparedCall call, JsonElement form)
    {
        OutputEntry output = call.Tool.Output;
        ImmutableArray<(ImmutableArray<string> Pointer, bool IsTrusted)> fields =
        [
            .. output.Fields
                .Where(static field => field.Value.Trust is not null)
                .Select(static field => (JsonPointerPattern.Parse(field.Key).Tokens, field.Value.Trust == OutputTrust.Trusted)),
        ];
        bool isTrusted = output.Trust == OutputTrust.Trusted;
        SessionOrigins origins = call.Scope.Session.Origins;
        string tool = call.Tool.Id.ToString();
        if (fields.IsEmpty)
        {
            origins.Add(tool, isTrusted, form);
        }
        else if (form.ValueKind == JsonValueKind.String && !TryParse(form, out form))
        {
            origins.Add(tool, isTrusted && fields.All(static field => field.IsTrusted), form);
        }
        else
        {
            Add(form, isTrusted, fields, depth: 0);
        }

        void Add(JsonElement value, bool isTrustedHere, ImmutableArray<(ImmutableArray<string> Pointer, bool IsTrusted)> below, int depth)
        {
            foreach ((ImmutableArray<string> pointer, bool isFieldTrusted) in below)
            {
                if (pointer.Length == depth)
                {
                    // Of two pointers to one field the doubt counts.
                    isTrustedHere = isFieldTrusted && below.All(other => other.Pointer.Length != depth || other.IsTrusted);
                }
            }

            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (JsonProperty member in value.EnumerateObject())
                    {
                        Add(member.Value, isTrustedHere, Below(below, depth, member.Name), depth + 1);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach ((int index, JsonElement element) in value.EnumerateArray().Index())
                    {
                        Add(element, isTrustedHere, Below(below, depth, index.ToString(CultureInfo.InvariantCulture)), depth + 1);
                    }

                    break;
                default:
                    origins.Add(tool, isTrustedHere, value);
                    break;
            }
        }
    }

    private static ImmutableArray<(ImmutableArray<string> Pointer, bool IsTrusted)> Below(
        ImmutableArray<(ImmutableArray<string> Pointer, bool IsTrusted)> fields, int depth, string name) =>
    [
        .. fields.Where(field => field.Pointer.Length > depth && (field.Pointer[depth] == name || field.Pointer[depth] == JsonPointerPattern.Any)),
    ];

    /// <summary>The document in a text; the text itself where there is none.</summary>
    private static bool TryParse(JsonElement text, out JsonElement document)
    {
        document = text;
        try
        {
            document = JsonElement.Parse(text.GetString()!, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
            return document.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
