using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>A yes is to one call: to what would run, who asks for it and in which session.</summary>
public sealed class ApprovalBindingTests : IDisposable
{
    private const string Arguments = """{"to":"a","amount":2500}""";

    private readonly GuardScene _scene = new(
        GuardScene.PermitAll + "@id(\"big\") @approval(\"finance\") forbid (principal, action in Action::\"money\", resource);",
        """{ "tools": { "payments.transfer": { "groups": ["money"] }, "payments.refund": { "groups": ["money"] } } }""");

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("arguments")]
    [InlineData("type of an argument")]
    [InlineData("one argument more")]
    [InlineData("tool")]
    [InlineData("definition")]
    [InlineData("session")]
    [InlineData("one hop more")]
    [InlineData("one hop fewer")]
    [InlineData("asserted hop")]
    public async Task A_yes_to_one_call_is_none_to_another(string difference)
    {
        ApprovalRequest held = await ApprovedAsync();
        GuardSession session = _scene.Scope.Session;

        ToolCallOutcome other = await _scene.InvokeAsync(difference switch
        {
            "arguments" => _scene.Call("""{"to":"b","amount":2500}"""),
            "type of an argument" => _scene.Call("""{"to":"a","amount":"2500"}"""),
            "one argument more" => _scene.Call("""{"to":"a","amount":2500,"urgent":null}"""),
            "tool" => _scene.Call(Arguments, "payments.refund"),
            "definition" => _scene.Call(new ToolDefinition(ToolId.Parse("payments.transfer"), "Pays twice."), Arguments),
            "session" => _scene.Call(Arguments, scope: GuardScene.Begin(User("alice"), Agent("bot"))),
            "one hop more" => _scene.Call(Arguments, scope: GuardScene.Begin(session, User("alice"), Agent("bot"), Agent("helper"))),
            "one hop fewer" => _scene.Call(Arguments, scope: GuardScene.Begin(session, User("alice"))),
            _ => _scene.Call(Arguments, scope: GuardScene.Begin(session, User("alice"), Hop.Asserted(Agent("bot")))),
        });

        Assert.Equal(ToolCallStatus.Held, other.Status);
        Assert.NotEqual(held.Id, other.Decision.Approval!.Id);
        Assert.Equal(ApprovalState.Pending, other.Decision.Approval.State);
        Assert.Equal(0, _scene.Runs);
        Assert.Equal(ApprovalState.Approved, (await _scene.Guard.Approvals.GetAsync(held.Id))!.State);
        await _scene.AssertExecutedAsync(Arguments);
    }

    [Fact]
    public async Task A_request_says_where_each_value_was_seen()
    {
        _scene.Scope.Session.UserSaid("pay 2500");
        _scene.Guard.Recall(_scene.Scope.Session, ToolId.Parse("payments.refund"), GuardScene.Text("to GB33BUKB"));

        ApprovalRequest held = await _scene.AssertHeldAsync("""{"to":"GB33BUKB","amount":2500,"memo":"made up"}""");

        Assert.Equal(["payments.refund", "untrusted"], held.Origins["to"]);
        Assert.Equal(["user"], held.Origins["amount"]);
        Assert.Empty(held.Origins["memo"]);
    }

    [Fact]
    public async Task The_same_call_written_otherwise_or_in_a_later_run_is_the_same_call()
    {
        ApprovalRequest held = await ApprovedAsync();

        await _scene.AssertExecutedAsync("""{ "amount" : 2500, "t\u006f" : "\u0061" }""", scope: GuardScene.Begin(_scene.Scope.Session, User("alice"), Agent("bot")));

        Assert.Equal(ApprovalState.Consumed, (await _scene.Guard.Approvals.GetAsync(held.Id))!.State);
    }

    [Fact]
    public async Task A_request_names_every_hop_the_asserted_too()
    {
        ToolCallOutcome outcome = await _scene.InvokeAsync(scope: GuardScene.Begin(User("alice"), Hop.Asserted(Agent("bot")), Agent("helper")));

        Assert.Equal([User("alice"), Agent("bot"), Agent("helper")], outcome.Decision.Approval!.Chain);
    }

    private async Task<ApprovalRequest> ApprovedAsync()
    {
        ApprovalRequest held = await _scene.AssertHeldAsync(Arguments);
        Assert.True((await _scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).IsAccepted);
        return held;
    }
}
