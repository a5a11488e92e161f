using AgentGuard.Tests.Policies;

namespace AgentGuard.Tests.Typing;

/// <summary>What is wrong with a policy about a tool whose schema is known, and how its author is told.</summary>
public sealed class TypedPolicyTests
{
    [Theory]
    [InlineData("forbid (principal, action == Action::\"payments.trasnfer\", resource);", "treasury.cedar:1:20: error: `Action::\"payments.trasnfer\"` is neither a tool nor a group of the catalog, so no call has it → did you mean `Action::\"payments.transfer\"`?")]
    [InlineData("forbid (principal, action in Action::\"mony\", resource);", "treasury.cedar:1:20: error: `Action::\"mony\"` is neither a tool nor a group of the catalog, so no call has it → did you mean `Action::\"money\"`?")]
    [InlineData("forbid (principal, action, resource) when { action == Action::\"mail.sned\" };", "treasury.cedar:1:55: error: `Action::\"mail.sned\"` is neither a tool nor a group of the catalog, so no call has it → did you mean `Action::\"mail.send\"`?")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.amuont > 1000 };", "treasury.cedar:1:76: error: `payments.transfer` has no argument `amuont` → did you mean `amount`?")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.amount > \"1000\" };", "treasury.cedar:1:99: error: expected `Long`, found `String`")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.amount == \"1000\" };", "treasury.cedar:1:76: error: the types `Long` and `String` are not compatible → what is compared with `==` or `!=` has one type")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.fee > 2 };", "treasury.cedar:1:76: error: the attribute `fee` is optional on `{amount: Long, fee?: decimal, lines?: Set<{text?: String}>, reference?: String, …`, and may be absent here → ask for it first: `context.input has fee && …`\ntreasury.cedar:1:76: error: expected `Long`, found `decimal` → decimals are compared with `.lessThan(…)` and `.greaterThan(…)`")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.reference like \"*IBAN*\" };", "treasury.cedar:1:76: error: the attribute `reference` is optional on `{amount: Long, fee?: decimal, lines?: Set<{text?: String}>, reference?: String, …`, and may be absent here → ask for it first: `context.input has reference && …`")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.options == \"fast\" };", "treasury.cedar:1:76: error: `context.input.options` of `payments.transfer` has no Cedar type: it may be text or a whole number → policies cannot read it where they are type-checked: give it one type in the tool's schema")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input has extra };", "treasury.cedar:1:76: error: `context.input.extra` of `payments.transfer` has no Cedar type: it is an object whose names the tool's schema leaves open → policies cannot read it where they are type-checked: give it one type in the tool's schema")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input has amuont || context.input.amount > 5 };", "treasury.cedar:1:76: error: `payments.transfer` has no argument `amuont` → did you mean `amount`?")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { (if context.input.amount > 5 then context.input else context.input) has amuont };", "treasury.cedar:1:76: error: `payments.transfer` has no argument `amuont` → did you mean `amount`?")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) when { { call: context.input }.call has amuont };", "treasury.cedar:1:76: error: `payments.transfer` has no argument `amuont` → did you mean `amount`?")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource) unless { context.origin.payee.contains(\"user\") };", "treasury.cedar:1:78: error: `payments.transfer` has no argument `payee` → there are `amount`, `extra`, `fee`, `lines`, `options`, …")]
    [InlineData("forbid (principal, action in Action::\"egress\", resource) when { context.input.to like \"*@example.com\" };", "treasury.cedar:1:65: error: expected `String`, found `Set<String>`")]
    [InlineData("forbid (principal, action == Action::\"payments.transfer\", resource is Invoice);", "treasury.cedar:1:59: error: the entity type `Invoice` is not declared → the entity types are `Account`, `Agent`, `Group`, `Service`, `Toolset`, …")]
    [InlineData("forbid (principal, action == Action::\"mail.send\", resource == Account::\"a\");", "treasury.cedar:1:9: error: no action applies to what the head of the policy admits → `Action::\"mail.send\"` applies to principals of type `Agent`, `Service`, `User`, `Workload` and resources of type `Toolset`")]
    [InlineData("forbid (principal is Agent, action == Action::\"mail.send\", resource) when { principal is User };", "treasury.cedar:1:9: error: the policy never matches: what it asks for is false for every call of the tools that it names → a condition contradicts the head, another condition, or the types of the schema")]
    [InlineData("forbid (principal is User, action == Action::\"mail.send\", resource) when { principal.role == \"treasurer\" };", "treasury.cedar:1:76: error: the attribute `role` does not exist on the entity type `User` → did you mean `roles`?")]
    [InlineData("forbid (principal is User, action == Action::\"mail.send\", resource) when { principal.claims.scope.contains(\"x\") };", "treasury.cedar:1:76: error: `principal.claims` has no type → say in `schema.cedarschema` what the host verifies: `type Claims = { … };`")]
    [InlineData("forbid (principal, action == Action::\"mail.send\", resource) when { context.environment.stgae == \"production\" };", "treasury.cedar:1:68: error: `context.environment.stgae` is not declared → did you mean `stage`?")]
    [InlineData("forbid (principal, action == Action::\"mail.send\", resource) unless { context.session has purposes };", "treasury.cedar:1:70: error: `context.session.purposes` is not declared → did you mean `purpose`?")]
    [InlineData("forbid (principal, action == Action::\"mail.send\", resource) unless { context.session has tenent && context.session.tenent == \"acme\" };", "treasury.cedar:1:70: error: `context.session.tenent` is not declared → did you mean `tenant`?\ntreasury.cedar:1:100: error: `context.session.tenent` is not declared → did you mean `tenant`?")]
    [InlineData("forbid (principal, action == Action::\"mail.send\", resource) when { context.delegation.root == User::\"alice\" };", "treasury.cedar:1:68: error: `context.delegation.root` has no Cedar type: it may be of several entity types → policies are asked for every principal of the chain: say it of `principal`")]
    [InlineData("forbid (principal, action == Action::\"mail.send\", resource) when { context.history.counts has \"mail.read\" };", "treasury.cedar:1:68: error: the history counts no tool `mail.read` → did you mean `mail.send`?")]
    [InlineData("forbid (principal, action, resource) when { context.history.calls > 100 };", "treasury.cedar:1:45: error: `context.history` is not there where `Action::\"agentguard.approve\"` is decided, which this policy is about too → name its actions in the head, or ask first: `context has history && …`")]
    [InlineData("@approval(\"finance\") forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.limit > 3 };", "treasury.cedar:1:97: error: `payments.transfer` has no argument `limit` → there are `amount`, `extra`, `fee`, `lines`, `options`, …")]
    [InlineData("@shadow forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.limit > 3 };", "treasury.cedar:1:84: error: `payments.transfer` has no argument `limit` → there are `amount`, `extra`, `fee`, `lines`, `options`, …")]
    [InlineData("permit (principal in Group::\"finance\", action == Action::\"agentguard.approve\", resource) when { context.input.amount < 5 };", "treasury.cedar:1:97: error: `context.input` is not there where `Action::\"agentguard.approve\"` is decided, which this policy is about too → name its actions in the head, or ask first: `context has input && …`")]
    public void A_policy_that_does_not_fit_its_tools_is_refused(string policy, string refusal)
    {
        using TemporaryBundle bundle = TypedBundle.With(policy);

        Assert.Equal(refusal, bundle.Refusal(TypedBundle.Tools));
    }
}
