using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Schema;

/// <summary>An entity type.</summary>
/// <param name="Name">Its name with namespaces.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Tags">The type of its tags; null where it has none.</param>
/// <param name="Choices">The ids of an enumerated type, in the order of the text; null for every other type.</param>
/// <param name="Ancestors">The types that its entities may be in, directly or not.</param>
internal sealed record EntityTypeDefinition(
    string Name,
    RecordType Attributes,
    CedarType? Tags,
    IReadOnlyList<string>? Choices,
    IReadOnlySet<string> Ancestors)
{
    private readonly HashSet<string>? _choices = Choices is null ? null : [.. Choices];

    /// <summary>Whether an entity of this type may have an id.</summary>
    public bool Admits(string id) => _choices is null || _choices.Contains(id);
}
