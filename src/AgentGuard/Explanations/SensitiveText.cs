namespace AgentGuard;

/// <summary>Tells which expressions of a policy may show a sensitive argument of a call, or a resource that one names.</summary>
internal static class SensitiveText
{
    public const string Masked = RedactionPointers.Redacted;

    /// <summary>What stands in place of an error's message where any argument is sensitive: the message may quote it.</summary>
    public const string MaskedError = "the message may show a sensitive argument and is left out";

    /// <summary>A name that occurs anywhere in the expression is enough: rather a value too few than one too many.</summary>
    public static bool IsIn(PreparedCall call, string expression) => call.Tool.SensitivePointers
        .Select(static pointer => JsonPointerPattern.Parse(pointer).Tokens)
        .Any(tokens => tokens.IsEmpty || tokens[0] == JsonPointerPattern.Any || expression.Contains(tokens[0], StringComparison.Ordinal))
        || (call.Tool.SensitivePointers.Count > 0 && (ShowsWhole("context", expression) || ShowsWhole("input", expression)))
        || (call.HasSensitiveResource && expression.Contains("resource", StringComparison.Ordinal));

    /// <summary>Whether a record, and with it every value in it, is compared: the name stands anywhere without a plain member behind it.</summary>
    private static bool ShowsWhole(string record, string expression)
    {
        for (int at = expression.IndexOf(record, StringComparison.Ordinal); at >= 0; at = expression.IndexOf(record, at + 1, StringComparison.Ordinal))
        {
            ReadOnlySpan<char> rest = expression.AsSpan(at + record.Length);
            if (!(rest.StartsWith(".") && rest.Length > 1 && char.IsAsciiLetter(rest[1])) && !rest.StartsWith(" has "))
            {
                return true;
            }
        }

        return false;
    }
}
