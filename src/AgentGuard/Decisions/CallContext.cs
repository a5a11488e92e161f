using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// The context of a Cedar request. What the model wrote stands under <c>input</c> and nowhere else; everything beside it is trusted.
/// </summary>
internal static class CallContext
{
    public static CedarRecord Build(PreparedCall call, CedarRecord history, CedarRecord environment, DateTimeOffset now) => new(
    [
        new("delegation", Delegation(call.Scope.Chain)),
        new("environment", environment),
        new("history", history),
        new("input", call.Arguments.Input),
        new("now", new CedarDateTime(now.ToUnixTimeMilliseconds())),
        new("origin", call.Scope.Session.Origins.Describe(call.Arguments.Json)),
        new("session", Session(call.Scope.Session)),
    ]);

    private static CedarRecord Session(GuardSession session)
    {
        List<KeyValuePair<string, Value>> entries = [.. session.Attributes, new("id", session.Id)];
        if (session.Tenant is { } tenant)
        {
            entries.Add(new("tenant", tenant));
        }

        return new CedarRecord(entries);
    }

    /// <summary>Verified hops only: what was merely asserted is no fact.</summary>
    private static CedarRecord Delegation(DelegationChain chain)
    {
        List<Hop> verified = [.. chain.Hops.Where(static hop => hop.IsVerified)];
        return new CedarRecord(
        [
            new("acting", verified[^1].Principal),
            new("depth", (long)chain.Depth),
            new("principals", new CedarSet(verified.Select(static hop => (Value)hop.Principal))),
            new("root", chain.Root.Principal),
        ]);
    }
}
