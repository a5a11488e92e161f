using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>What would let a refused call pass: said in full for operators, tried before it is said, and never shown to a model.</summary>
public sealed class NearestPermitTests
{
    private const string Permit = GuardScene.PermitAll;
    private const string Tools = """
        { "tools": { "payments.transfer": { "groups": ["money"], "resource": { "type": "Account", "argument": "/to" } }, "mail.read": {}, "crm.read": {} } }
        """;

    [Theory]
    [InlineData("@id(\"f\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.amount > 1000 };", "amount ≤ 1000, or approval by finance")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.amount >= 1000 };", "amount < 1000")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { context.input.amount < 1000 && context.input.amount > 10 };", "amount < 1000")]
    [InlineData("@id(\"f\") @approval(\"finance\") @quorum(\"2\") forbid (principal, action, resource);", "approval by 2 of finance")]
    [InlineData("@id(\"f\") @confirm forbid (principal, action, resource);", "confirmation by the user")]
    [InlineData("@id(\"f\") @confirm @approval(\"finance\") forbid (principal, action, resource);", "confirmation by the user and approval by finance")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { context.origin.to.contains(\"user\") };", "the user names `to`")]
    [InlineData("@id(\"f\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.amount > 1000 }; @id(\"g\") @approval(\"finance\") forbid (principal, action, resource) unless { context.origin.to.contains(\"user\") };",
        "approval by finance, or amount ≤ 1000 and the user names `to`")]
    [InlineData("@id(\"f\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.amount > 1000 }; @id(\"g\") @approval(\"legal\") forbid (principal, action, resource) when { context.input.to != \"DE1\" };",
        "amount ≤ 1000 and to = \"DE1\", or approval by finance and approval by legal, or amount ≤ 1000 and approval by legal")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { [\"eu\", \"us\"].contains(context.input.region) };", "region one of \"eu\", \"us\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.note like \"*IBAN*\" };", "note not like \"*IBAN*\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { context.input.mail like \"*@example.com\" };", "mail like \"*@example.com\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input has note && context.input.note like \"*IBAN*\" };", "no note, or note not like \"*IBAN*\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource == Account::\"DE9\");", "to other than \"DE9\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { resource != Account::\"DE1\" };", "to = \"DE1\"")]
    [InlineData("@id(\"f\") forbid (principal is User, action, resource) unless { principal has pciCleared && principal.pciCleared };", "alice's pciCleared = true")]
    [InlineData("@id(\"f\") forbid (principal is User, action, resource) unless { principal.grants.contains(\"deploy\") };", "a grant \"deploy\" for alice")]
    [InlineData("@id(\"f\") forbid (principal is User, action, resource) unless { principal in Group::\"board\" };", "alice in Group::\"board\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.absent > 5 };", "absent ≤ 5")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.price.greaterThan(decimal(\"9.99\")) };", "price ≤ 9.99")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.amount > principal.limit } ;", "amount ≤ 500, or alice's limit ≥ 2500 and bot's limit ≥ 2500")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.environment.risk >= 70 };", "environment.risk < 70")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { context.session has purpose && context.session.purpose == \"billing\" };", "session.purpose = \"billing\"")]
    public async Task The_smallest_changes_are_said(string forbids, string expected)
    {
        using GuardScene scene = new(Permit + forbids, Tools, options => options.Environment["risk"] = 80);
        scene.Edit(Permit + forbids, people: """[ { "uid": { "type": "User", "id": "alice" }, "attrs": { "limit": 500 }, "parents": [] }, { "uid": { "type": "Agent", "id": "bot" }, "attrs": { "limit": 500 }, "parents": [] } ]""");
        Assert.True(scene.Guard.Policies.Reload());

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"to":"DE9","amount":2500,"note":"my IBAN","region":"cn","mail":"eve@evil.example","price":10.5}""");

        Assert.NotEqual(ToolCallStatus.Executed, outcome.Status);
        Assert.Equal(expected, WouldPass(outcome.Decision));
    }

    private static string? WouldPass(Decision decision) => decision.Explain().Split('\n').Select(line => line.Trim())
        .Where(line => line.StartsWith("would pass: ", StringComparison.Ordinal)).Select(line => line["would pass: ".Length..]).SingleOrDefault();
}
