using System.Text.Json;
using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Approvals;

/// <summary>Calls that need a yes, as the guard describes them.</summary>
internal static class ApprovalDrafts
{
    public static readonly ApprovalRequirement Finance = new("large-transfer", "aa11", "finance", 1, "large transfers need a yes from finance");
    public static readonly ApprovalRequirement TwoOfFinance = new("huge-transfer", "bb22", "finance", 2, null);
    public static readonly ApprovalRequirement Legal = new("foreign-payee", "cc33", "legal", 1, null);
    public static readonly ApprovalRequirement Confirmation = new("own-yes", "dd44", null, 1, "please confirm");

    /// <summary>A transfer by alice's bot.</summary>
    public static ApprovalDraft Transfer(params ApprovalRequirement[] requirements) => new()
    {
        SessionId = "ses_1",
        Tenant = "acme",
        Chain = [User("alice"), Agent("bot")],
        ChainDigest = "chain",
        Tool = ToolId.Parse("payments.transfer"),
        DefinitionPin = "sha256:0123",
        Resources = [new EntityUid("Account", "DE02")],
        Arguments = Json("""{"to":"DE02","amount":2500,"reference":"for the surgery"}"""),
        ArgumentsDigest = "arguments",
        SensitiveArguments = ["/reference"],
        Requirements = requirements,
        Lifetime = TimeSpan.FromMinutes(15),
    };

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();
}
