using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Holds a call to the bounds of every hop of its chain.</summary>
internal static class ChainBounds
{
    /// <returns>Why the call is out of bounds; null where it is not.</returns>
    public static Denial? Check(PreparedCall call, CedarRecord context, IEntitySource entities)
    {
        foreach (Hop hop in call.Scope.Chain.Hops)
        {
            foreach (EntityUid resource in call.Resources)
            {
                if (hop.Bounds is { } bounds && !bounds.Allow(new CedarRequest(hop.Principal, call.Tool.Id.Action, resource, context), entities))
                {
                    string what = call.HasSensitiveResource ? $"this {resource.Type}" : $"{resource}";
                    return new Denial(DenyReasons.OutOfBounds, $"the bounds of {hop.Principal} do not allow {call.Tool.Id} on {what}");
                }
            }
        }

        return null;
    }
}
