namespace AgentGuard;

/// <summary>
/// The value of <c>@redact_argument</c> and <c>@redact_result</c>: JSON pointers (RFC 6901, <c>*</c> for any element or member), separated by
/// commas, blanks around them dropped. A name with a comma cannot be written; the object around it can.
/// </summary>
internal static class RedactionPointers
{
    /// <summary>What stands where something was.</summary>
    public const string Redacted = "[redacted]";

    /// <summary>Reads the pointers.</summary>
    /// <exception cref="FormatException">There is none, or one of them is malformed.</exception>
    public static JsonPointerPattern[] Parse(ObligationSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return string.IsNullOrWhiteSpace(source.Value)
            ? throw new FormatException($"`@{source.Annotation}` needs a JSON pointer, as in `/cards/*/number`")
            : [.. source.Value.Split(',').Select(pointer => JsonPointerPattern.Parse(pointer.Trim()))];
    }
}
