using System.Text.Json.Nodes;

namespace AgentGuard;

/// <summary>Changes the arguments before the call is decided for good.</summary>
public abstract class ArgumentObligation : Obligation
{
    /// <summary>For handlers.</summary>
    /// <param name="source">The annotation that it is made from.</param>
    protected ArgumentObligation(ObligationSource source)
        : base(source)
    {
    }

    /// <summary>
    /// Changes the arguments. The result is bound to the tool's schema and decided again, so it must settle:
    /// applied to its own result it changes nothing.
    /// </summary>
    /// <param name="arguments">A copy of the bound arguments, free to be changed.</param>
    /// <exception cref="ObligationException">It cannot be discharged; the call is denied.</exception>
    public abstract void Apply(JsonObject arguments);
}
