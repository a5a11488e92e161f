namespace AgentGuard;

/// <summary>Which argument names the resource of a call.</summary>
/// <param name="Type">The entity type of the resource, <c>Account</c>.</param>
/// <param name="Argument">JSON Pointer (RFC 6901) to a string or an array of strings in the arguments, <c>/to</c>.</param>
public sealed record ResourceMapping(string Type, string Argument);
