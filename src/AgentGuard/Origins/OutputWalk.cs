using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AgentGuard;

/// <summary>One walk along what a tool put out: every text, number and name of a member is remembered. It ends where there is no room for more.</summary>
internal sealed class OutputWalk(ToolEntry tool, GuardSession session)
{
    private readonly SessionOrigins _origins = session.Origins;
    private readonly string _tool = tool.Id.ToString();

    /// <param name="form">The form.</param>
    /// <param name="isTrusted">Whether the catalog trusts the output.</param>
    /// <param name="fields">The fields of which the catalog says more.</param>
    public void Add(JsonElement form, bool isTrusted, ImmutableArray<KnownField> fields) =>
        Add(form, IsTrusted(isTrusted, fields, depth: 0), fields, depth: 0);

    /// <returns>False if there is no room for more.</returns>
    public bool Add(bool isTrusted, string text)
    {
        foreach (string? form in ReadableText.Of(text))
        {
            if (form is null)
            {
                _origins.LoseTrack();
            }
            else if (!_origins.Add(_tool, isTrusted, form))
            {
                return false;
            }
        }

        return true;
    }

    private bool Add(JsonElement value, bool isTrusted, ImmutableArray<KnownField> fields, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth == JsonText.MaxDepth:
                // Whoever parsed it may have allowed any depth, and a stack does not. As text its values are found all the same.
                return Add(isTrusted && fields.All(static field => field.IsTrusted != false), value.GetRawText());
            case JsonValueKind.Object:
                return AddMembers(value, isTrusted, fields, depth);
            case JsonValueKind.Array:
                return AddElements(value, isTrusted, fields, depth);
            case JsonValueKind.String:
                AddField(value.GetString()!, fields, depth);
                return Add(isTrusted, value.GetString()!);
            case JsonValueKind.Number:
                AddField(value.GetRawText(), fields, depth);
                return Add(isTrusted, value.GetRawText());
            case JsonValueKind.Undefined:
                throw new InvalidOperationException("a form of the result has no value");
            default:
                // No value is as short as a boolean: whoever says one is unknown.
                return true;
        }
    }

    /// <summary>A value that the catalog gives a role stands for itself: it is no text in which somebody could have put it.</summary>
    private void AddField(string value, ImmutableArray<KnownField> fields, int depth)
    {
        foreach (KnownField field in fields)
        {
            if (field.Role != ArgumentRole.None && field.Pointer.Length == depth)
            {
                _origins.AddField(field.Role, value);
            }
        }
    }

    private bool AddMembers(JsonElement value, bool isTrusted, ImmutableArray<KnownField> fields, int depth)
    {
        foreach (JsonProperty member in value.EnumerateObject())
        {
            ImmutableArray<KnownField> below = Below(fields, depth, member.Name);
            bool isMemberTrusted = IsTrusted(isTrusted, below, depth + 1);

            AddField(member.Name, fields, depth);

            // Whoever fills a map writes its names: of two words on them the doubt counts.
            if (!Add(isTrusted && isMemberTrusted, member.Name) || !Add(member.Value, isMemberTrusted, below, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private bool AddElements(JsonElement value, bool isTrusted, ImmutableArray<KnownField> fields, int depth)
    {
        int index = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            ImmutableArray<KnownField> below =
                fields.IsEmpty ? fields : Below(fields, depth, index++.ToString(CultureInfo.InvariantCulture));
            if (!Add(element, IsTrusted(isTrusted, below, depth + 1), below, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the fields say of the value at a depth, else what holds around it. Of two pointers to one field the doubt counts.</summary>
    private static bool IsTrusted(bool isTrustedAround, ImmutableArray<KnownField> fields, int depth)
    {
        bool isNamed = false;
        foreach (KnownField field in fields)
        {
            if (field.Pointer.Length == depth && field.IsTrusted is { } isTrusted)
            {
                isTrustedAround = isTrusted && (isTrustedAround || !isNamed);
                isNamed = true;
            }
        }

        return isTrustedAround;
    }

    private static ImmutableArray<KnownField> Below(ImmutableArray<KnownField> fields, int depth, string name) => fields.IsEmpty
        ? fields
        : [.. fields.Where(field => field.Pointer.Length > depth && (field.Pointer[depth] == name || field.Pointer[depth] == JsonPointerPattern.Any))];
}
