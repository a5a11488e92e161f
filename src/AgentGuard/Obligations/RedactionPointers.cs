namespace AgentGuard;

/// <summary>
/// The value of <c>@redact_argument</c> and <c>@redact_result</c>: JSON pointers (RFC 6901, <c>*</c> for any element or member), separated by
/// commas, blanks around them dropped. The empty pointer, of everything, is none; and a name with a comma cannot be written, but the object around it can.
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
        return [.. source.Value.Split(',').Select(pointer => Parse(pointer.Trim(), source.Annotation))];
    }

    private static JsonPointerPattern Parse(string pointer, string annotation) =>
        pointer.Length > 0
            ? JsonPointerPattern.Parse(pointer)
            : throw new FormatException($"`@{annotation}` needs a JSON pointer, as in `/cards/*/number`");
}
