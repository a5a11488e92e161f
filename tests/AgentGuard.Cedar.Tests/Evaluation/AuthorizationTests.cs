using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class AuthorizationTests
{
    private const string Erring = "when { principal.missing };";

    [Fact]
    public void Without_a_policy_the_answer_is_deny()
    {
        AuthorizationResult result = World.Ask("");

        Assert.Equal(CedarDecision.Deny, result.Decision);
        Assert.Equal("", World.Ids(result.Reasons));
    }

    [Fact]
    public void A_satisfied_permit_allows_and_is_the_reason()
    {
        AuthorizationResult result = World.Ask("permit (principal, action, resource) when { false }; permit (principal, action, resource);");

        Assert.Equal(CedarDecision.Allow, result.Decision);
        Assert.Equal("policy1", World.Ids(result.Reasons));
    }

    [Fact]
    public void A_satisfied_forbid_wins_and_everything_else_is_still_told()
    {
        AuthorizationResult result = World.Ask($$"""
            permit (principal, action, resource);
            forbid (principal, action, resource);
            forbid (principal, action, resource) {{Erring}}
            forbid (principal, action == Action::"edit", resource) when { context.amount > 1000 };
            permit (principal == User::"alice", action, resource) {{Erring}}
            permit (principal == User::"alice", action, resource);
            """);

        Assert.Equal(CedarDecision.Deny, result.Decision);
        Assert.Equal("policy1 policy3", World.Ids(result.Reasons));
        Assert.Equal("policy1 policy3", World.Ids(result.Forbids));
        Assert.Equal("policy0 policy5", World.Ids(result.Permits));
        Assert.Equal("policy2 policy4", World.Ids(result.Errors));
        Assert.Equal([Effect.Forbid, Effect.Permit], result.Errors.ToArray().Select(error => error.Policy.Policy.Effect));
    }

    [Fact]
    public void An_erring_forbid_is_skipped_and_reported_with_its_place()
    {
        const string text = "permit (principal, action, resource); forbid (principal, action, resource) when { true && principal.missing };";
        AuthorizationResult result = World.Ask(text);

        Assert.Equal(CedarDecision.Allow, result.Decision);
        EvaluationError error = Assert.Single(result.Errors.ToArray()).Error;
        Assert.Equal(EvaluationErrorKind.AttributeDoesNotExist, error.Kind);
        Assert.Equal("""`User::"alice"` does not have the attribute `missing`""", error.Message);
        Assert.Equal("principal.missing", text.Substring(error.Span.Start, error.Span.Length));
        Assert.Equal("available attributes: [age, ghost, home, manager, name, ... (1 more attributes)]", error.Help);
    }

    [Fact]
    public void A_result_can_be_used_again_for_another_request_and_another_set()
    {
        PolicySet large = World.Policies("""permit (principal, action, resource) when { context.path like "/data/*" && principal.age > 3 }; forbid (principal, action, resource) when { context.amount > 1 };""");
        PolicySet small = World.Policies("permit (principal, action, resource) when { principal.age == 50 };");
        AuthorizationResult result = new();

        large.Authorize(World.Request, World.Entities, result);
        Assert.Equal("policy1", World.Ids(result.Reasons));

        small.Authorize(World.Request, World.Entities, result);
        Assert.Equal(CedarDecision.Deny, result.Decision);
        Assert.Equal("", World.Ids(result.Forbids));

        small.Authorize(new CedarRequest(new EntityUid("User", "bob"), World.Edit, World.Document), World.Entities, result);
        Assert.Equal("policy0", World.Ids(result.Reasons));
    }

    [Fact]
    public void Entities_that_throw_leave_no_half_answer()
    {
        PolicySet set = World.Policies("""permit (principal, action, resource); permit (principal, action, resource) when { User::"x" in User::"y" };""");
        AuthorizationResult result = new();
        set.Authorize(World.Request, World.Entities, result);
        Assert.Equal(CedarDecision.Allow, result.Decision);

        Assert.Throws<InvalidOperationException>(() => set.Authorize(World.Request, new Unavailable(), result));

        Assert.Equal(CedarDecision.Deny, result.Decision);
    }

    [Fact]
    public void An_empty_request_is_refused() =>
        Assert.Throws<ArgumentException>(() => World.Policies("").Authorize(default, World.Entities));

    private sealed class Unavailable : IEntitySource
    {
        public bool TryGetEntity(EntityUid uid, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Entity? entity) =>
            uid.Id == "x" ? throw new InvalidOperationException("the directory is down") : World.Entities.TryGetEntity(uid, out entity);
    }
}
