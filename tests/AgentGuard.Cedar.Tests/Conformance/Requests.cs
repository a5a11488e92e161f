using System.Text.Json;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Conformance;

/// <summary>Reads the corpus's requests.</summary>
internal static class Requests
{
    public static CedarRequest Read(JsonElement request) => new(
        Uid(request.GetProperty("principal")),
        Uid(request.GetProperty("action")),
        Uid(request.GetProperty("resource")),
        CedarJson.ParseContext(request.GetProperty("context").GetRawText()));

    private static EntityUid Uid(JsonElement uid) => new(uid.GetProperty("type").GetString()!, uid.GetProperty("id").GetString()!);
}
