namespace AgentGuard.Testing;

/// <summary>Looks members up by their names.</summary>
internal static class JsonMembers
{
    public static JsonItem? Find(this IReadOnlyList<JsonMember> members, string name) => members.FirstOrDefault(member => member.Name == name)?.Value;
}
