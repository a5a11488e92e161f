namespace AgentGuard;

/// <summary>Which argument names the resource of a call.</summary>
/// <param name="Type">The entity type of the resource, <c>Account</c>.</param>
/// <param name="Argument">JSON Pointer (RFC 6901) to a string or an array of strings in the arguments, <c>/to</c>.</param>
public sealed record ResourceMapping(string Type, string Argument)
{
    /// <summary>JSON Pointer (RFC 6901) of the argument that holds the id, or ids where it is an array.</summary>
    /// <exception cref="FormatException">It is no JSON Pointer.</exception>
    public string Argument
    {
        get;
        init
        {
            // Compiled here and not on first use, so that a copy with another argument has its pattern.
            field = value;
            Pattern = JsonPointerPattern.Parse(value);
        }
    } = Argument;

    internal JsonPointerPattern Pattern { get; private init; } = JsonPointerPattern.Parse(Argument);
}
