using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class ApprovalDigestTests
{
    [Fact]
    public void The_same_call_has_the_same_digest_whatever_is_asked_for_it()
    {
        string digest = Transfer(Finance).Digest;

        Assert.Equal(64, digest.Length);
        Assert.Equal(digest, Transfer(Legal, Confirmation).Digest);
        Assert.Equal(digest, (Transfer() with { Lifetime = TimeSpan.FromDays(1) }).Digest);
    }

    [Fact]
    public void Whatever_differs_in_a_call_differs_in_its_digest()
    {
        ApprovalDraft call = Transfer(Finance);
        EntityUid account = new("Account", "DE02");
        ApprovalDraft[] calls =
        [
            call,
            call with { Tenant = "umbrella" },
            call with { Tenant = null },
            call with { Tenant = "" },
            call with { SessionId = "ses_2" },
            call with { ChainDigest = "other" },
            call with { Editors = [User("dora")] },
            call with { Editors = [User("dora"), User("emil")] },
            call with { Editors = [User("emil"), User("dora")] },
            call with { Tool = ToolId.Parse("payments.refund") },
            call with { Tool = ToolId.Parse("treasury.transfer") },
            call with { DefinitionPin = "sha256:4567" },
            call with { Resources = [] },
            call with { Resources = [new EntityUid("Account", "DE03")] },
            call with { Resources = [new EntityUid("Iban", "DE02")] },
            call with { Resources = [account, account] },
            call with { ArgumentsDigest = "other" },
        ];

        Assert.Equal(calls.Length, calls.Select(draft => draft.Digest).Distinct().Count());
    }

    /// <summary>Texts with every separator that an encoder might have chosen, spread over neighbouring fields in different ways.</summary>
    [Fact]
    public void Texts_that_imitate_the_borders_between_fields_do_not_collide()
    {
        string[] texts = ["", "a", "|", "a|", "|a", "\0", "a\0", "\0a", "\n", "::", "\"", "\\", "\\\"", ",", "ses_1", "\u0001\0\0\0", "User::\"a\"", "é", "e\u0301"];
        HashSet<string> digests = [];
        int calls = 0;
        foreach (string tenant in texts)
        {
            foreach (string session in texts)
            {
                foreach (string pin in texts)
                {
                    digests.Add((Transfer() with { Tenant = tenant, SessionId = session, DefinitionPin = pin }).Digest);
                    calls++;
                }
            }
        }

        Assert.Equal(calls, digests.Count);
    }

    [Fact]
    public void Names_are_not_moved_between_the_lists_that_they_stand_in()
    {
        EntityUid dora = User("dora");
        ApprovalDraft[] calls =
        [
            Transfer() with { Editors = [dora], Resources = [] },
            Transfer() with { Editors = [], Resources = [dora] },
            Transfer() with { Editors = [dora], Resources = [dora] },
            Transfer() with { Editors = [dora, dora], Resources = [] },
            Transfer() with { Editors = [new EntityUid("User", "dora\0User\0dora")], Resources = [] },
            Transfer() with { Editors = [new EntityUid("User", "dora\", User::\"dora")], Resources = [] },
        ];

        Assert.Equal(calls.Length, calls.Select(draft => draft.Digest).Distinct().Count());
    }

    [Fact]
    public void A_list_that_ends_earlier_does_not_lend_its_names_to_what_follows()
    {
        ApprovalDraft two = Transfer() with
        {
            Editors = [User("dora"), User("emil")],
            Tool = new ToolId("payments", "transfer"),
            DefinitionPin = "sha256:0123",
            Resources = [],
        };
        ApprovalDraft one = two with
        {
            Editors = [User("dora")],
            Tool = new ToolId("User", "emil"),
            DefinitionPin = "payments",
            Resources = [new EntityUid("transfer", "sha256:0123")],
        };

        Assert.NotEqual(two.Digest, one.Digest);
    }

    [Fact]
    public void A_lone_surrogate_is_hashed_as_nothing_else()
    {
        using TupleDigest digest = new("test");

        Assert.ThrowsAny<ArgumentException>(() => digest.Add("\ud800"));
    }

    [Fact]
    public void A_chain_has_the_same_digest_in_each_run_and_another_for_each_other_chain()
    {
        Hop[][] chains =
        [
            [User("alice"), Agent("bot")],
            [User("alice"), Hop.Asserted(Agent("bot"))],
            [Hop.Asserted(User("alice")), Agent("bot")],
            [User("alice"), Agent("bot"), Agent("bot")],
            [User("alice"), Service("bot")],
            [User("alice\", Agent::\"bot")],
            [User("alice")],
        ];
        List<string> digests = [];
        foreach (Hop[] chain in chains)
        {
            using AgentScope first = AgentScope.Begin(chain);
            first.Dispose();
            using AgentScope second = AgentScope.Begin(chain);
            Assert.Equal(first.Chain.Digest, second.Chain.Digest);
            digests.Add(first.Chain.Digest);
        }

        Assert.Equal(chains.Length, digests.Distinct().Count());
    }

    [Fact]
    public void A_chain_has_the_same_digest_however_many_scopes_it_was_begun_in()
    {
        using AgentScope whole = AgentScope.Begin(User("alice"), Agent("bot"), Agent("sub"));
        whole.Dispose();
        using AgentScope outer = AgentScope.Begin(User("alice"));
        using AgentScope inner = AgentScope.Begin(Agent("bot"), Agent("sub"));

        Assert.Equal(whole.Chain.Digest, inner.Chain.Digest);
    }
}
