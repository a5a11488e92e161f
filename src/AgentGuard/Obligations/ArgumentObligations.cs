using System.Text.Json.Nodes;

namespace AgentGuard;

/// <summary>Applies what obligations ask of the arguments of a call, and binds what comes out like any arguments.</summary>
internal static class ArgumentObligations
{
    /// <returns>Null if all is well, and then <paramref name="changed"/> is set: the same call where there was nothing to do.</returns>
    public static Denial? TryApply(
        PreparedCall call, IReadOnlyList<Obligation> obligations, AgentGuardOptions options, out PreparedCall? changed)
    {
        changed = call;
        List<ArgumentObligation> changes = [.. obligations.OfType<ArgumentObligation>()];
        if (changes.Count == 0)
        {
            return null;
        }

        JsonObject arguments = JsonObject.Create(call.Arguments.Json)!;
        try
        {
            foreach (ArgumentObligation change in changes)
            {
                change.Apply(arguments);
            }
        }
        catch (ObligationException e)
        {
            return new Denial(DenyReasons.UndischargedObligation, e.Message);
        }

        return CallPreparation.TryBind(call.Request, call.Scope, call.Bundle, call.Tool, ToolArguments.FromJson(arguments.ToJsonString()), options, out changed);
    }
}
