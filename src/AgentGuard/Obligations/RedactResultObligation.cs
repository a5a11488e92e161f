using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// <c>@redact_result("/pointer")</c>: whatever is there becomes <c>[redacted]</c>. A form that is text is redacted as the JSON that it holds.
/// A form that holds none, and one in which a pointer finds nothing although the output schema does not make it optional, is withheld.
/// </summary>
internal sealed class RedactResultObligation : ResultObligation
{
    private readonly JsonPointerPattern[] _pointers;

    /// <summary>Makes the obligation.</summary>
    /// <exception cref="FormatException">A pointer is malformed.</exception>
    public RedactResultObligation(ObligationSource source)
        : base(source) => _pointers = RedactionPointers.Parse(source);

    /// <inheritdoc/>
    public override JsonElement Apply(JsonElement form, JsonElement? outputSchema)
    {
        foreach (JsonPointerPattern pointer in _pointers)
        {
            form = ResultRedactor.Redact(form, pointer, outputSchema);
        }

        return form;
    }
}
