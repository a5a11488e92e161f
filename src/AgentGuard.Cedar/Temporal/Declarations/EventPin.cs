using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Declarations;

/// <summary>A field that every event of a kind must share with the request.</summary>
/// <param name="Field">The field.</param>
/// <param name="Reference">The request's value, such as <c>principal</c> or <c>context.tenant</c>.</param>
/// <param name="Span">Where the reference stands.</param>
internal sealed record EventPin(string Field, string Reference, SourceSpan Span)
{
    /// <summary>Whether the field is compared with itself.</summary>
    public bool IsSymmetric => Reference == $"context.{Field}" || (Field, Reference) is ("callerPrincipal", "principal") or ("callerResource", "resource");
}
