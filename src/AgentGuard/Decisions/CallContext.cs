using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// The context of a Cedar request. What the model wrote stands under <c>input</c> and nowhere else; everything beside it is trusted.
/// </summary>
internal static class CallContext
{
    public static CedarRecord Build(PreparedCall call, CedarRecord history, CedarRecord? temporal, CedarRecord environment, DateTimeOffset now)
    {
        KeyValuePair<string, Value>[] context =
        [
            new("delegation", call.Scope.Chain.Facts),
            new("environment", environment),
            new("grounds", CallGrounds.Describe(call.Arguments.Json, call.Request.Tool.Input.Root!, call.Tool, call.Scope.Session.Origins)),
            new("history", history),
            new("input", call.Arguments.Input),
            new("now", new CedarDateTime(now.ToUnixTimeMilliseconds())),
            new("origin", call.Scope.Session.Origins.Describe(call.Arguments.Json, call.Request.Tool.Input.Root!)),
            new("session", call.Scope.Session.Facts),
        ];
        return new CedarRecord(temporal is null ? context : [.. context, new(TemporalBlock.Attribute, temporal)]);
    }
}
