using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Tests.Evaluation;
using AgentGuard.Cedar.Tests.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Ast;

/// <summary>Templates decide once they are linked, and every id names one thing.</summary>
public sealed class PolicyStoreTests
{
    private static readonly EntityUid s_staff = new("Group", "staff");

    [Theory]
    [InlineData("permit (principal == ?principal, action, resource);", "alice", true)]
    [InlineData("permit (principal == ?principal, action, resource);", "bob", false)]
    [InlineData("permit (principal in ?principal, action, resource);", "alice", true)]
    [InlineData("permit (principal is User in ?principal, action, resource);", "alice", true)]
    [InlineData("permit (principal is Agent in ?principal, action, resource);", "alice", false)]
    public void A_linked_policy_is_evaluated_as_if_the_value_were_written(string template, string user, bool allowed)
    {
        PolicyStore store = Parse.Store(template);
        store.Link("policy0", "link", principal: new EntityUid("User", user));

        AuthorizationResult result = new PolicySet(store.Policies).Authorize(World.Request, World.Entities);

        Assert.Equal(allowed ? "link" : "", World.Ids(result.Permits));
    }

    [Fact]
    public void Linked_policies_are_indexed_by_their_values()
    {
        PolicyStore store = Parse.Store("permit (principal in ?principal, action, resource == ?resource);");
        for (int i = 0; i < 100; i++)
        {
            store.Link("policy0", $"other{i}", new EntityUid("Group", $"g{i}"), new EntityUid("Document", $"d{i}"));
        }

        store.Link("policy0", "mine", s_staff, World.Document);

        AuthorizationResult result = new PolicySet(store.Policies).Authorize(World.Request, World.Entities);

        Assert.Equal("mine", World.Ids(result.Permits));
        Assert.Equal(1, result.Considered);
    }

    [Fact]
    public void A_linked_policy_knows_its_template_and_its_place()
    {
        PolicyStore store = Parse.Store("@advice(\"a\") forbid (principal, action, resource in ?resource) unless { principal has a };");

        Policy linked = store.Link("policy0", "link", resource: World.Document);

        Assert.Equal(new TemplateLink("policy0", null, World.Document), linked.Link);
        Assert.Equal(store.Templates[0].Body.Span, linked.Span);
        Assert.Equal("@advice \"a\"\nForbid [Any] [Any] [In Document::\"plan\"]\nunless (has Principal \"a\")", SyntaxDump.Of(linked));
        Assert.Same(linked, Assert.Single(store.Policies));
    }

    [Fact]
    public void A_head_that_is_not_met_is_explained_with_its_slot()
    {
        PolicyStore store = Parse.Store("permit (principal == ?principal, action, resource);");
        store.Link("policy0", "link", new EntityUid("User", "bob"));
        PolicySet set = new(store.Policies);

        ExplainedExpression part = Assert.Single(set.Explain(World.Request, World.Entities, set[0]));

        Assert.Equal("principal == ?principal", part.Text);
    }

    [Theory]
    [InlineData("none", "link", true, true, "there is no template `none`")]
    [InlineData("policy1", "link", true, true, "there is no template `policy1`")]
    [InlineData("policy0", "policy0", true, true, "the id `policy0` is taken")]
    [InlineData("policy0", "policy1", true, true, "the id `policy1` is taken")]
    [InlineData("policy0", "old", true, true, "the id `old` is taken")]
    [InlineData("policy0", "link", false, true, "the template `policy0` has the slot `?principal`, and no value is given for it")]
    [InlineData("policy0", "link", true, false, "the template `policy0` has the slot `?resource`, and no value is given for it")]
    [InlineData("policy2", "link", true, true, "the template `policy2` has no slot `?resource`, and a value is given for it")]
    [InlineData("policy2", "link", false, true, "the template `policy2` has the slot `?principal`, and no value is given for it")]
    public void A_link_that_does_not_fit_is_refused_and_changes_nothing(string template, string id, bool withPrincipal, bool withResource, string message)
    {
        PolicyStore store = Parse.Store("""
            permit (principal == ?principal, action, resource == ?resource);
            permit (principal, action, resource);
            permit (principal == ?principal, action, resource);
            """);
        store.Link("policy2", "old", World.Alice);
        string before = SyntaxDump.Of(store);

        PolicyStoreException refused = Assert.Throws<PolicyStoreException>(
            () => store.Link(template, id, withPrincipal ? World.Alice : null, withResource ? World.Document : null));

        Assert.Equal(message, refused.Message);
        Assert.Equal(before, SyntaxDump.Of(store));
    }

    [Fact]
    public void Links_static_policies_and_templates_are_removed_each_in_its_own_way()
    {
        PolicyStore store = Parse.Store("permit (principal == ?principal, action, resource); permit (principal, action, resource);");
        store.Link("policy0", "link", World.Alice);

        Assert.Equal("there is no policy `none`", Refusal(() => store.Unlink("none")));
        Assert.Equal("there is no policy `policy0`", Refusal(() => store.Unlink("policy0")));
        Assert.Equal("the policy `policy1` is static and linked to no template", Refusal(() => store.Unlink("policy1")));
        Assert.Equal("the policy `link` is linked to the template `policy0`: unlink it", Refusal(() => store.Remove("link")));
        Assert.Equal("there is no template `policy1`", Refusal(() => store.RemoveTemplate("policy1")));
        Assert.Equal("the policy `link` is still linked to the template `policy0`", Refusal(() => store.RemoveTemplate("policy0")));

        store.Unlink("link");
        store.RemoveTemplate("policy0");
        store.Remove("policy1");

        Assert.Empty(store.Policies);
        Assert.Empty(store.Templates);
    }

    [Fact]
    public void What_is_added_has_an_id_of_its_own_and_is_what_it_says()
    {
        PolicyStore store = Parse.Store("permit (principal == ?principal, action, resource); permit (principal, action, resource);");
        PolicyTemplate template = store.Templates[0];
        Policy linked = store.Link("policy0", "link", World.Alice);

        Assert.Equal("the id `policy0` is taken", Refusal(() => store.Add(template)));
        Assert.Equal("the id `policy1` is taken", Refusal(() => store.Add(new PolicyTemplate(template.Body with { Id = "policy1" }))));
        Assert.Equal("the id `link` is taken", Refusal(() => store.Add(store.Policies[0] with { Id = "link" })));
        Assert.Equal("the policy `more` is linked: link the template `policy0` to add it", Refusal(() => store.Add(linked with { Id = "more" })));
        Assert.Throws<ArgumentException>(() => store.Add(template.Body with { Id = "more" }));
        Assert.Throws<ArgumentException>(() => new PolicyTemplate(store.Policies[0]));
        Assert.Throws<ArgumentException>(() => new PolicyTemplate(template.Body with { Action = template.Body.Principal }));
    }

    [Fact]
    public void A_policy_set_takes_no_template() =>
        Assert.Equal(
            "policy `policy0`: the head has a slot: a template is linked before it decides",
            Assert.Throws<PolicySetException>(() => new PolicySet([Parse.Template("permit (principal == ?principal, action, resource);").Body])).Message);

    private static string Refusal(Action change) => Assert.Throws<PolicyStoreException>(change).Message;
}
