namespace AgentGuard;

/// <summary>Annotations that have a meaning and lift nothing.</summary>
internal static class KnownAnnotations
{
    public const string Id = "id";
    public const string Advice = "advice";
    public const string Notify = "notify";
    public const string Shadow = "shadow";

    public static bool Contains(string name) => name is Id or Advice or Notify or Shadow;
}
