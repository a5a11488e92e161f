namespace AgentGuard.Tests.Policies;

/// <summary>A host's own annotations.</summary>
public sealed class ObligationRegistryTests
{
    [Fact]
    public void A_host_s_annotation_lifts_a_forbid_with_its_own_modifiers()
    {
        using TemporaryBundle bundle = With("""@id("change") @ticket("CHG") @age("3d") forbid (principal, action, resource);""");

        Obligation ticket = Assert.Single(bundle.Load(new Handler("ticket", ["age"])).Policies[0].Obligations);

        Assert.Equal("@ticket(\"CHG\")", ticket.ToString());
        Assert.Equal("change", ticket.Source.PolicyId);
        Assert.Equal(new Dictionary<string, string> { ["age"] = "3d" }, ticket.Source.Modifiers);
    }

    [Fact]
    public void Without_its_handler_the_annotation_lifts_nothing()
    {
        using TemporaryBundle bundle = With("""@ticket("CHG") forbid (principal, action, resource);""");

        Assert.Empty(bundle.Load().Policies[0].Obligations);
    }

    [Fact]
    public void A_modifier_goes_only_to_the_annotation_it_belongs_to()
    {
        using TemporaryBundle bundle = With("""@ticket("CHG") @confirm @expires("5m") forbid (principal, action, resource);""");

        IReadOnlyList<Obligation> obligations = bundle.Load(new Handler("ticket", [])).Policies[0].Obligations;

        Assert.Empty(obligations[0].Source.Modifiers);
        Assert.Equal("5m", obligations[1].Source.Modifiers["expires"]);
    }

    [Fact]
    public void A_malformed_value_is_refused_with_the_handler_s_words()
    {
        using TemporaryBundle bundle = With("""@ticket("CHG") forbid (principal, action, resource);""");

        Assert.Equal("treasury.cedar:1:1: error: `CHG` is no ticket", bundle.Refusal(new Handler("ticket", [], () => throw new FormatException("`CHG` is no ticket"))));
    }

    [Fact]
    public void A_handler_that_fails_refuses_the_bundle()
    {
        using TemporaryBundle bundle = With("""@ticket("CHG") forbid (principal, action, resource);""");

        Assert.Equal(
            "treasury.cedar:1:1: error: the handler of `@ticket` failed: no connection",
            bundle.Refusal(new Handler("ticket", [], () => throw new InvalidOperationException("no connection"))));
    }

    [Fact]
    public void A_handler_that_makes_nothing_refuses_the_bundle()
    {
        using TemporaryBundle bundle = With("""@ticket("CHG") forbid (principal, action, resource);""");

        Assert.Equal("treasury.cedar:1:1: error: the handler of `@ticket` made no obligation of it", bundle.Refusal(new Handler("ticket", [], () => null!)));
    }

    [Theory]
    [InlineData("approval")]
    [InlineData("id")]
    [InlineData("advice")]
    [InlineData("shadow")]
    [InlineData("notify")]
    [InlineData("quorum")]
    [InlineData("a-b")]
    [InlineData("")]
    public void A_name_that_is_taken_or_no_identifier_is_refused(string name) => AssertRefused(new Handler(name, []));

    [Theory]
    [InlineData("confirm")]
    [InlineData("shadow")]
    [InlineData("no name")]
    public void So_is_a_modifier_s(string modifier) => AssertRefused(new Handler("ticket", [modifier]));

    private static void AssertRefused(Handler handler)
    {
        using TemporaryBundle bundle = new();
        Assert.Throws<ArgumentException>("handlers", () => bundle.Load(handler));
    }

    private static TemporaryBundle With(string policy) => new TemporaryBundle().Write("treasury.cedar", policy);

    private sealed class Handler(string annotation, IReadOnlyCollection<string> modifiers, Func<Obligation>? create = null) : IObligationHandler
    {
        public string Annotation => annotation;

        public IReadOnlyCollection<string> Modifiers => modifiers;

        public Obligation Create(ObligationSource source) => create is null ? new Ticket(source) : create();
    }

    private sealed class Ticket(ObligationSource source) : PreconditionObligation(source)
    {
        public override ValueTask<bool> DischargeAsync(ToolCallRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(true);
    }
}
