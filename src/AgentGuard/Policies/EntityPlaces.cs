using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Finds again where in <c>entities.json</c> something stands, for a message about it.</summary>
internal static class EntityPlaces
{
    /// <summary>The object of an entity; null where it is written in a way that is not looked for.</summary>
    public static JsonItem? Find(SourceText source, EntityUid uid)
    {
        JsonItem? root = JsonTree.Parse(source, new BundleDiagnostics());
        return root?.Items.FirstOrDefault(item => Member(item, "uid") is { } written && Names(Member(written.Value, "__entity")?.Value ?? written.Value, uid));
    }

    /// <summary>The name of an attribute of an entity; null as for <see cref="Find"/>.</summary>
    public static SourceSpan? FindAttribute(SourceText source, EntityUid uid, string attribute) =>
        Find(source, uid) is { } entity && Member(entity, "attrs") is { } attributes ? Member(attributes.Value, attribute)?.NameSpan : null;

    private static bool Names(JsonItem written, EntityUid uid) =>
        Member(written, "type")?.Value.Text == uid.Type && Member(written, "id")?.Value.Text == uid.Id;

    private static JsonMember? Member(JsonItem item, string name) => item.Members.FirstOrDefault(member => member.Name == name);
}
