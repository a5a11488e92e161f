namespace AgentGuard.Cedar.Tests.Temporal;

/// <summary>A field that every event of a kind must share with the request.</summary>
/// <param name="Field">The field.</param>
/// <param name="Reference">The request's value, such as <c>principal</c> or <c>context.tenant</c>.</param>
internal sealed record EventPin(string Field, string Reference);
