using System.Text.Json;

namespace AgentGuard.Cli;

/// <summary>A call that waits for a yes.</summary>
/// <param name="Id">The request.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Chain">On whose behalf.</param>
/// <param name="Arguments">What it would run with, without what is sensitive.</param>
/// <param name="Origins">Where each argument's value was seen; an argument that is not there, nowhere.</param>
/// <param name="Advice">Why it waits.</param>
/// <param name="Expires">Until when, in UTC.</param>
internal sealed record PendingCall(string Id, string Tool, string Chain, JsonElement Arguments, IReadOnlyDictionary<string, IReadOnlyList<string>> Origins, IReadOnlyList<string> Advice, DateTimeOffset Expires)
{
    public static PendingCall Of(ApprovalRequest request) => new(
        request.Id,
        request.Tool.ToString(),
        string.Join(" → ", request.Chain.Select(static hop => hop.Id)),
        request.DisplayArguments,
        request.Origins,
        [.. request.Requirements.Where(static requirement => !requirement.IsConfirmation).Select(static requirement => $"{requirement.Advice ?? "a yes is needed"} ({requirement.PolicyId}, {requirement.Quorum} of {requirement.Group})")],
        request.ExpiresAt);
}
