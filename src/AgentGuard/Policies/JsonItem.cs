using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>A JSON value that knows where it stands, so that a message can point at it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">The text of a string, unescaped; else empty.</param>
/// <param name="Members">The members of an object; names are distinct.</param>
/// <param name="Items">The elements of an array.</param>
internal sealed record JsonItem(
    JsonValueKind Kind,
    SourceSpan Span,
    string Text,
    IReadOnlyList<JsonMember> Members,
    IReadOnlyList<JsonItem> Items)
{
    /// <summary>What it is, in words.</summary>
    public string Description => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
