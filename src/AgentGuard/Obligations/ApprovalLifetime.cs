using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary><c>@expires("1h30m")</c>: from the creation of a request to the use of its approval.</summary>
internal static class ApprovalLifetime
{
    public const string Annotation = "expires";

    private const int MaxDays = 30;

    /// <summary>The time that the annotation gives; null where it is not there.</summary>
    public static TimeSpan? Read(ObligationSource source)
    {
        if (!source.Modifiers.TryGetValue(Annotation, out string? text))
        {
            return null;
        }

        return CedarDuration.TryParse(text, out CedarDuration duration) && duration.Milliseconds > 0 && duration.Milliseconds <= (long)TimeSpan.FromDays(MaxDays).TotalMilliseconds
            ? TimeSpan.FromMilliseconds(duration.Milliseconds)
            : throw new AnnotationFormatException(Annotation, $"{Quoted.Text(text)} is no time to expire in", $"write a duration above zero and up to {MaxDays} days, as in `@expires(\"1h30m\")`");
    }
}
