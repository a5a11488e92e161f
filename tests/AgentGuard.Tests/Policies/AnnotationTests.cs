using AgentGuard.Cedar.Ast;

namespace AgentGuard.Tests.Policies;

/// <summary>What annotations of a policy may say, and how a bundle is refused where they say something else.</summary>
public sealed class AnnotationTests
{
    [Fact]
    public void A_forbid_with_a_lifting_annotation_is_lifted_by_an_obligation()
    {
        BundlePolicy policy = Only("""
            @id("large-transfer") @approval("finance") @quorum("2") @expires("1h30m")
            @advice("large transfers need a yes from finance")
            forbid (principal, action, resource);
            """);

        ApprovalObligation approval = Assert.IsType<ApprovalObligation>(Assert.Single(policy.Obligations));
        Assert.Equal("finance", approval.Group);
        Assert.Equal(2, approval.Quorum);
        Assert.Equal(TimeSpan.FromMinutes(90), approval.Lifetime);
        Assert.False(approval.IsConfirmation);
        Assert.Equal("large-transfer", approval.Source.PolicyId);
        Assert.Equal(policy.TextHash, approval.Source.TextHash);
        Assert.Equal("large transfers need a yes from finance", approval.Source.Advice);
        Assert.Equal("large transfers need a yes from finance", policy.Advice);
    }

    [Fact]
    public void A_confirmation_asks_the_root_user()
    {
        ApprovalObligation confirmation = Assert.IsType<ApprovalObligation>(Assert.Single(Only("""@confirm @expires("5m") forbid (principal, action, resource);""").Obligations));

        Assert.True(confirmation.IsConfirmation);
        Assert.Equal(1, confirmation.Quorum);
        Assert.Equal(TimeSpan.FromMinutes(5), confirmation.Lifetime);
    }

    [Fact]
    public void Without_modifiers_one_yes_is_asked_for_and_lives_as_long_as_the_options_say()
    {
        ApprovalObligation approval = Assert.IsType<ApprovalObligation>(Assert.Single(Only("""@approval("finance") forbid (principal, action, resource);""").Obligations));

        Assert.Equal(1, approval.Quorum);
        Assert.Null(approval.Lifetime);
    }

    [Fact]
    public void Several_lifting_annotations_are_several_obligations()
    {
        BundlePolicy policy = Only("""@approval("finance") @confirm @expires("15m") forbid (principal, action, resource);""");

        Assert.Equal(["approval", "confirm"], policy.Obligations.Select(obligation => obligation.Source.Annotation));
        Assert.All(policy.Obligations, obligation => Assert.Equal(TimeSpan.FromMinutes(15), ((ApprovalObligation)obligation).Lifetime));
    }

    [Fact]
    public void A_forbid_without_annotations_is_lifted_by_nothing() =>
        Assert.Empty(Only("forbid (principal, action, resource);").Obligations);

    [Theory]
    [InlineData(
        """@approval("finance") permit (principal, action, resource);""",
        "p.cedar:1:1: error: `@approval` lifts a forbid, and this is a permit → a permit grants without asking: say in a forbid what has to be asked for")]
    [InlineData(
        """@confirm permit (principal, action, resource);""",
        "p.cedar:1:1: error: `@confirm` lifts a forbid, and this is a permit → a permit grants without asking: say in a forbid what has to be asked for")]
    public void A_lifting_annotation_on_a_permit_is_refused(string policy, string refusal) => AssertRefused(policy, refusal);

    [Theory]
    [InlineData("@aproval", "did you mean `@approval`?")]
    [InlineData("@Quorum", "did you mean `@quorum`?")]
    [InlineData("@ticket", "it may be meant as a condition of the lifting: take it away")]
    public void An_unknown_annotation_beside_a_lifting_one_is_refused(string unknown, string help) =>
        AssertRefused(
            $"@confirm\n  {unknown}(\"2\")\nforbid (principal, action, resource);",
            $"p.cedar:2:3: error: unknown annotation `{unknown}` beside `@confirm`, which lifts the forbid → {help}");

    [Theory]
    [InlineData("""@quorum("2") forbid (principal, action, resource);""", "p.cedar:1:1: error: `@quorum` belongs to `@approval`, which is not there → add `@approval`, or take `@quorum` away")]
    [InlineData("""@expires("2m") forbid (principal, action, resource);""", "p.cedar:1:1: error: `@expires` belongs to `@approval` or `@confirm`, which is not there → add `@approval` or `@confirm`, or take `@expires` away")]
    [InlineData("""@expires("2m") permit (principal, action, resource);""", "p.cedar:1:1: error: `@expires` belongs to `@approval` or `@confirm`, which is not there → add `@approval` or `@confirm`, or take `@expires` away")]
    [InlineData("""@confirm @quorum("2") forbid (principal, action, resource);""", "p.cedar:1:10: error: `@quorum` belongs to `@approval`, which is not there → add `@approval`, or take `@quorum` away")]
    public void A_modifier_without_its_annotation_is_refused(string policy, string refusal) => AssertRefused(policy, refusal);

    [Theory]
    [InlineData("@approval", "p.cedar:1:1: error: `@approval` names no group → write `@approval(\"finance\")` for a yes from `Group::\"finance\"`")]
    [InlineData("@approval(\" \")", "p.cedar:1:1: error: `@approval` names no group → write `@approval(\"finance\")` for a yes from `Group::\"finance\"`")]
    [InlineData("@confirm(\"alice\")", "p.cedar:1:1: error: `@confirm` takes no value → it asks the root user; for a yes of someone else write `@approval(\"group\")`")]
    [InlineData("@shadow(\"false\")", "p.cedar:1:1: error: `@shadow` takes no value → write `@shadow`, or take it away to put the policy in force")]
    [InlineData("@advice", "p.cedar:1:1: error: `@advice` holds from 1 to 500 characters → a model reads it: say in a sentence why the call is refused")]
    [InlineData("@advice(\"a\\nb\")", "p.cedar:1:1: error: `@advice` holds a control character → write it on one line of visible text")]
    [InlineData("@notify(\"a\\u{202e}b\")", "p.cedar:1:1: error: `@notify` holds a control character → write it on one line of visible text")]
    [InlineData("@id", "p.cedar:1:1: error: `` cannot name a policy → write up to 200 visible characters, without spaces around them")]
    [InlineData("@id(\" a\")", "p.cedar:1:1: error: ` a` cannot name a policy → write up to 200 visible characters, without spaces around them")]
    [InlineData("@id(\"a\\nb\")", "p.cedar:1:1: error: `a\\u{a}b` cannot name a policy → write up to 200 visible characters, without spaces around them")]
    public void A_malformed_value_is_refused(string annotation, string refusal) =>
        AssertRefused($"{annotation} forbid (principal, action, resource);", refusal);

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData(" 1")]
    [InlineData("١")]
    [InlineData("4294967297")]
    [InlineData("")]
    public void A_quorum_is_a_whole_number_from_1_to_100(string quorum) =>
        AssertRefused(
            $"@approval(\"finance\") @quorum(\"{quorum}\") forbid (principal, action, resource);",
            $"p.cedar:1:22: error: `{quorum}` is no quorum → write a whole number from 1 to 100, as in `@quorum(\"2\")`");

    [Theory]
    [InlineData("1")]
    [InlineData("100")]
    public void Both_ends_of_the_range_are_quorums(string quorum) =>
        Assert.NotEmpty(Only($"@approval(\"finance\") @quorum(\"{quorum}\") forbid (principal, action, resource);").Obligations);

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("0m")]
    [InlineData("-15m")]
    [InlineData("30d1ms")]
    [InlineData("1.5h")]
    [InlineData("15 m")]
    [InlineData("15M")]
    [InlineData("30m1h")]
    [InlineData("99999999999999999999d")]
    public void An_expiry_is_a_duration_above_zero_and_up_to_30_days(string expiry) =>
        AssertRefused(
            $"@confirm @expires(\"{expiry}\") forbid (principal, action, resource);",
            $"p.cedar:1:10: error: `{expiry}` is no time to expire in → write a duration above zero and up to 30 days, as in `@expires(\"1h30m\")`");

    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("15m", 15 * 60_000)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("30d", 30L * 86_400_000)]
    public void An_expiry_is_written_as_Cedar_writes_durations(string expiry, long milliseconds)
    {
        ApprovalObligation confirmation = (ApprovalObligation)Assert.Single(Only($"@confirm @expires(\"{expiry}\") forbid (principal, action, resource);").Obligations);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), confirmation.Lifetime);
    }

    [Fact]
    public void An_id_that_stands_twice_is_refused_across_files()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("a.cedar", "\n@id(\"x\") forbid (principal, action, resource);");
        bundle.Write("b.cedar", "@advice(\"no\") @id(\"x\") forbid (principal, action, resource);");

        Assert.Equal("b.cedar:1:15: error: `x` names two policies → the other one is at a.cedar:2", bundle.Refusal());
    }

    [Fact]
    public void Policies_without_an_id_are_named_by_file_and_line()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("a.cedar", "permit (principal, action, resource);\n\n@notify\nforbid (principal, action, resource);");
        bundle.Delete("treasury.cedar").Write("b.cedar", "permit (principal, action, resource); forbid (principal, action, resource);");

        Assert.Equal(["a.cedar:1", "a.cedar:3", "b.cedar:1", "b.cedar:1:39"], bundle.Load().Policies.Select(policy => policy.Id));
    }

    [Fact]
    public void A_name_by_file_and_line_yields_to_an_id_that_looks_like_it()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("treasury.cedar", "permit (principal, action, resource);\n@id(\"treasury.cedar:1\") forbid (principal, action, resource);");

        Assert.Equal(["treasury.cedar:1:1", "treasury.cedar:1"], bundle.Load().Policies.Select(policy => policy.Id));
    }

    [Theory]
    [InlineData("@aproval(\"finance\")", "p.cedar:1:1: warning: unknown annotation `@aproval` has no effect → did you mean `@approval`?")]
    [InlineData("@Shadow", "p.cedar:1:1: warning: unknown annotation `@Shadow` has no effect → did you mean `@shadow`?")]
    [InlineData("@owner(\"treasury\")", "")]
    public void An_unknown_annotation_alone_leaves_a_plain_forbid(string annotation, string warning)
    {
        using TemporaryBundle bundle = With($"{annotation} forbid (principal is Agent, action, resource);");

        Assert.Equal(warning, bundle.Warnings());
        Assert.Empty(bundle.Load().Policies[0].Obligations);
    }

    [Fact]
    public void Shadow_keeps_a_policy_out_of_the_set_that_decides()
    {
        using TemporaryBundle bundle = With("""
            @id("a") permit (principal, action, resource);
            @id("b") @shadow @approval("finance") forbid (principal, action, resource);
            @id("c") forbid (principal, action, resource);
            @id("d") @shadow permit (principal, action, resource);
            """);
        PolicyBundle loaded = bundle.Delete("treasury.cedar").Load();

        Assert.Equal(["a", "c"], loaded.Policies.Select(policy => policy.Id));
        Assert.Equal(["a", "c"], loaded.PolicySet.Select(policy => policy.Policy.Id));
        Assert.Equal(["b", "d"], loaded.ShadowPolicies.Select(policy => policy.Id));
        Assert.Equal(["b", "d"], loaded.ShadowPolicySet.Select(policy => policy.Policy.Id));
        Assert.Single(loaded.ShadowPolicies[0].Obligations);
    }

    [Fact]
    public void Shadow_on_a_forbid_is_warned_of_because_it_widens()
    {
        using TemporaryBundle bundle = With("@shadow permit (principal, action, resource);\n@shadow forbid (principal, action, resource);");

        Assert.Equal("p.cedar:2:1: warning: `@shadow` takes this forbid out of force: what it stops goes through → take `@shadow` away to put the forbid in force", bundle.Warnings());
    }

    [Fact]
    public void Notify_lifts_nothing()
    {
        BundlePolicy policy = Only("""@notify("security") forbid (principal, action, resource);""");

        Assert.Equal("security", policy.Notify);
        Assert.Empty(policy.Obligations);
    }

    [Theory]
    [InlineData("@notify(\"security\")", "notify")]
    [InlineData("@advice(\"no\")", "advice")]
    public void What_only_a_forbid_can_say_is_warned_of_on_a_permit(string annotation, string name)
    {
        using TemporaryBundle bundle = With($"{annotation} permit (principal is User, action, resource);");

        Assert.Equal($"p.cedar:1:1: warning: `@{name}` on a permit has no effect → only a forbid that is satisfied is heard of", bundle.Warnings());
    }

    [Fact]
    public void The_text_hash_changes_with_any_character_of_the_policy_and_not_with_its_place()
    {
        string hash = Only("@confirm forbid (principal, action, resource);").TextHash;

        Assert.Equal(64, hash.Length);
        Assert.All(hash, digit => Assert.True(char.IsAsciiHexDigitLower(digit)));
        Assert.Equal(hash, Only("\n\n  @confirm forbid (principal, action, resource);").TextHash);
        Assert.NotEqual(hash, Only("@confirm forbid (principal, action,  resource);").TextHash);
        Assert.NotEqual(hash, Only("@confirm(\"\") forbid (principal, action, resource);").TextHash);
    }

    [Fact]
    public void An_annotation_that_stands_twice_is_no_Cedar()
    {
        using TemporaryBundle bundle = With("""@approval("finance") @approval("board") forbid (principal, action, resource);""");

        Assert.StartsWith("p.cedar:1:22: error: ", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_of_every_policy_is_reported()
    {
        using TemporaryBundle bundle = With("""
            @approval permit (principal, action, resource);
            @quorum("2") forbid (principal, action, resource);
            @confirm @expires("never") forbid (principal, action, resource);
            """);

        Assert.Equal(3, bundle.Refusal().Split('\n').Length);
    }

    [Fact]
    public void The_message_shows_the_place_and_the_help()
    {
        using TemporaryBundle bundle = With("""@confirm @expires("never") forbid (principal, action, resource);""");

        Assert.Equal(
            $"""
            the policy bundle `{bundle.Folder}` is refused
            error: `never` is no time to expire in
             --> p.cedar:1:10
              |
            1 | @confirm @expires("never") forbid (principal, action, resource);
              |          ^^^^^^^^^^^^^^^^^
              = help: write a duration above zero and up to 30 days, as in `@expires("1h30m")`
            """.ReplaceLineEndings("\n"),
            Assert.Throws<PolicyBundleException>(() => bundle.Load()).Message);
    }

    private static TemporaryBundle With(string policies) => new TemporaryBundle().Write("p.cedar", policies);

    private static BundlePolicy Only(string policy)
    {
        using TemporaryBundle bundle = new();
        BundlePolicy read = Assert.Single(bundle.Delete("treasury.cedar").Write("p.cedar", policy).Load().Policies);
        Assert.Equal(Effect.Forbid, read.Policy.Effect);
        return read;
    }

    private static void AssertRefused(string policy, string refusal)
    {
        using TemporaryBundle bundle = With(policy);
        Assert.Equal(refusal, bundle.Refusal());
    }
}
