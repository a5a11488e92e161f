using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Writes down what a yes would be bound to.</summary>
internal static class ApprovalDrafts
{
    public static ApprovalDraft For(
        PreparedCall call, IReadOnlyList<ApprovalObligation> needed, IReadOnlyList<EntityUid> editors, AgentGuardOptions options) => new()
    {
        SessionId = call.Scope.Session.Id,
        Tenant = call.Scope.Session.Tenant,
        Chain = call.Scope.Chain.Principals,
        ChainDigest = call.Scope.Chain.Digest,
        Editors = editors,
        Tool = call.Tool.Id,
        DefinitionPin = call.Request.Tool.Pin,
        Resources = call.Resources,
        HasSensitiveResource = call.HasSensitiveResource,
        Arguments = call.Arguments.Json,
        ArgumentsDigest = call.Arguments.Digest,
        SensitiveArguments = call.Tool.SensitivePointers,
        Origins = Origins(call),
        Requirements = [.. needed.Select(ApprovalRequirement.From).Distinct()],
        Lifetime = needed.Select(obligation => obligation.Lifetime ?? options.ApprovalLifetime).DefaultIfEmpty(options.ApprovalLifetime).Min(),
    };

    private static Dictionary<string, IReadOnlyList<string>> Origins(PreparedCall call) => call.Scope.Session.Origins
        .Describe(call.Arguments.Json, call.Request.Tool.Input.Root!)
        .ToDictionary(static argument => argument.Key, static argument => (IReadOnlyList<string>)[.. argument.Value.AsSet.Select(static source => source.AsString).Order(StringComparer.Ordinal)]);
}
