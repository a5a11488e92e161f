using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Tests.Policies;

namespace AgentGuard.Tests.Typing;

/// <summary>When policies are compared with tools, and what happens to a bundle that does not fit.</summary>
public sealed class RegisterToolsTests
{
    private const string Misspelt = "forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.amuont > 5 };";
    private const string Right = "forbid (principal, action == Action::\"payments.transfer\", resource) when { context.input.amount > 5 };";

    [Fact]
    public void Without_tools_policies_are_compared_with_nothing()
    {
        using TemporaryBundle bundle = TypedBundle.With(Misspelt);

        Assert.Equal("", bundle.Warnings());
    }

    [Fact]
    public void Without_a_schema_names_alone_are_looked_at_and_a_warning_says_so()
    {
        using TemporaryBundle bundle = TypedBundle.With(Misspelt, types: null);
        Assert.Equal(
            "schema.cedarschema:1:1: warning: the bundle has no schema, so its policies are not type-checked → declare your entity types in it; an empty file will do",
            bundle.Warnings(TypedBundle.Tools));

        bundle.Write("treasury.cedar", "forbid (principal, action in Action::\"mony\", resource);");
        Assert.StartsWith("treasury.cedar:1:20: error: `Action::\"mony\"` is neither a tool nor a group", bundle.Refusal(TypedBundle.Tools), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_schema_is_a_schema()
    {
        using TemporaryBundle bundle = TypedBundle.With(Misspelt, types: "");

        Assert.Equal("treasury.cedar:1:76: error: `payments.transfer` has no argument `amuont` → did you mean `amount`?", bundle.Refusal(TypedBundle.Tools));
    }

    [Theory]
    [InlineData("forbid (principal, action == Action::\"vault.read\", resource) when { context.input.anything == 5 };")]
    [InlineData("forbid (principal, action in Action::\"secrets\", resource) when { context.input.anything == 5 };")]
    [InlineData("forbid (principal, action in [Action::\"vault.read\", Action::\"mail.send\"], resource) when { context.input has anything && context.input.anything == 5 };")]
    public void A_tool_of_another_process_is_not_typed(string policy)
    {
        using TemporaryBundle bundle = TypedBundle.With(policy);

        Assert.Equal("", bundle.Warnings(TypedBundle.Tools));
    }

    [Fact]
    public void Whatever_fits_is_taken()
    {
        using TemporaryBundle bundle = TypedBundle.With("""
            forbid (principal, action == Action::"payments.transfer", resource)
            when { context.input.amount > 5 && context.input has fee && context.input.fee.greaterThan(decimal("2.5")) }
            unless { context.origin.to.contains("user") && context.input.urgent };
            forbid (principal is User, action in Action::"egress", resource)
            when { context.environment.stage == "production" && context.session has purpose && context.session.purpose == "audit" }
            unless { principal.roles.contains("treasurer") || principal.grants.contains("now") };
            forbid (principal, action == Action::"mail.send", resource)
            when { context.input.to.contains("a@b.c") && context.history.counts has "vault.read" && context.history.counts["vault.read"] > 2 && context.delegation.depth > 2 }
            when { context.now > datetime("2025-01-01") && context.session has tenant && context.session.id != context.session.tenant };
            permit (principal in Group::"finance", action == Action::"agentguard.approve", resource)
            when { context.groups.contains("money") && context.approval.group == "finance" && context.approval.policies.contains("x") && context.tool == "payments.transfer" };
            """);

        Assert.Equal("", bundle.Warnings(TypedBundle.Tools));
    }

    [Fact]
    public void A_tool_that_nobody_mentions_is_reported()
    {
        using TemporaryBundle bundle = TypedBundle.With("").Write("treasury.cedar", "permit (principal, action in Action::\"money\", resource);");

        Assert.Equal(
            "tools.json:1:1: warning: no policy mentions `mail.send`, by itself or by a group: its calls are denied → permit it to whom it is for, or take it away\n"
            + "tools.json:1:1: warning: the catalog does not name `files.read`, which is registered: its calls are denied → add it, with its groups",
            bundle.Warnings([.. TypedBundle.Tools, TypedBundle.Tool("files.read", null)]));
    }

    [Fact]
    public void A_start_with_tools_that_do_not_fit_is_refused()
    {
        using TemporaryBundle bundle = TypedBundle.With(Misspelt);
        AgentGuardOptions options = new() { PolicyPath = bundle.Folder, Tools = { TypedBundle.Transfer } };

        PolicyBundleException refusal = Assert.Throws<PolicyBundleException>(() => new ToolCallGuard(options).Dispose());

        Assert.Contains("`payments.transfer` has no argument `amuont`", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("= help: did you mean `amount`?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_that_do_not_fit_are_not_registered_and_the_bundle_stays()
    {
        using TemporaryBundle bundle = TypedBundle.With(Misspelt);
        using PolicyBundleProvider provider = new(bundle.Folder, new BundleOptions { ReloadOnChange = false });
        PolicyBundle before = provider.Current;

        Assert.Throws<PolicyBundleException>(() => provider.RegisterTools(TypedBundle.Tools));

        Assert.Same(before, provider.Current);
        bundle.Write("tools.json", TypedBundle.Catalog + "\n");
        Assert.True(provider.Reload());
    }

    [Fact]
    public void An_edit_that_does_not_fit_the_registered_tools_is_refused_and_the_last_good_bundle_stays()
    {
        using TemporaryBundle bundle = TypedBundle.With(Right);
        using PolicyBundleProvider provider = new(bundle.Folder, new BundleOptions { ReloadOnChange = false });
        provider.RegisterTools(TypedBundle.Tools);
        PolicyBundle before = provider.Current;

        bundle.Write("treasury.cedar", Misspelt);

        Assert.False(provider.Reload());
        Assert.Same(before, provider.Current);
        Assert.Equal("treasury.cedar:1:76: error: `payments.transfer` has no argument `amuont`", provider.LoadError);
    }

    [Fact]
    public void A_definition_that_comes_later_takes_the_place_of_one_with_its_id()
    {
        using TemporaryBundle bundle = TypedBundle.With(Right);
        using ToolCallGuard guard = ToolCallGuard.FromPolicies(bundle.Folder, options => options.ReloadOnChange = false);
        guard.RegisterTools([TypedBundle.Transfer]);

        PolicyBundleException refusal = Assert.Throws<PolicyBundleException>(() =>
            guard.RegisterTools([TypedBundle.Tool("payments.transfer", """{ "type": "object", "properties": { "amount": { "type": "string" } } }""")]));

        Assert.Equal(2, refusal.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void The_log_says_once_what_is_wrong_with_the_tools()
    {
        using TemporaryBundle bundle = TypedBundle.With(Right, types: null);
        LogRecorder log = new();
        using PolicyBundleProvider provider = new(bundle.Folder, new BundleOptions { ReloadOnChange = false }, log);

        provider.RegisterTools(TypedBundle.Tools);
        provider.RegisterTools([TypedBundle.Tool("mail.send", TypedBundle.Mail.InputSchema!.Value.GetRawText())]);

        Assert.Single(log.Of("BundleWarning"));
    }
}
