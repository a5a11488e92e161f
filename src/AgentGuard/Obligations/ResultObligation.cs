using System.Text.Json;

namespace AgentGuard;

/// <summary>Changes the tool's result before anybody sees it.</summary>
public abstract class ResultObligation : Obligation
{
    /// <summary>For handlers.</summary>
    /// <param name="source">The annotation that it is made from.</param>
    protected ResultObligation(ObligationSource source)
        : base(source)
    {
    }

    /// <summary>Changes one form of the result: structured content as it is, text as a JSON string.</summary>
    /// <param name="form">The form.</param>
    /// <param name="outputSchema">The tool's output schema, if it has one.</param>
    /// <returns>The changed form.</returns>
    /// <exception cref="ObligationException">It cannot be discharged; the result is withheld whole.</exception>
    public abstract JsonElement Apply(JsonElement form, JsonElement? outputSchema);
}
