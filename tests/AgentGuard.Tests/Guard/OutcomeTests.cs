using System.Reflection;
using System.Text.Json;

namespace AgentGuard.Tests.Guard;

/// <summary>What becomes of a call after its tool has started, and what of it anybody may see.</summary>
public sealed class OutcomeTests
{
    private const string Redacted = GuardScene.PermitAll + "@id(\"mask\") @redact_result(\"/card\") forbid (principal, action, resource);";
    private const string NoEffect = """{ "tools": { "payments.transfer": { "failure": "no_effect" } } }""";

    [Fact]
    public async Task An_exception_after_the_start_keeps_the_reservation()
    {
        using GuardScene scene = new();
        scene.Tool = (_, _) => throw new IOException("down");

        await Assert.ThrowsAsync<IOException>(async () => await scene.InvokeAsync());

        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
        Assert.Equal(1, await scene.CountedAsync());
    }

    [Fact]
    public async Task An_error_result_keeps_the_reservation()
    {
        using GuardScene scene = new();
        scene.Tool = (_, _) => new(new ToolResult("failed", [GuardScene.Json("\"failed\"")], isError: true));

        Assert.Equal(ToolCallStatus.Executed, (await scene.InvokeAsync()).Status);
        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_that_the_catalog_says_has_no_effect_gives_the_reservation_back(bool isThrown)
    {
        using GuardScene scene = new(tools: NoEffect);
        scene.Tool = (_, _) => isThrown ? throw new IOException("down") : new(new ToolResult("failed", [], isError: true));

        Exception? thrown = await Record.ExceptionAsync(async () => await scene.InvokeAsync());

        Assert.Equal(isThrown, thrown is IOException);
        Assert.Equal([InvocationOutcome.Released], await scene.HistoryAsync());
        Assert.Equal(0, await scene.CountedAsync());
    }

    [Fact]
    public async Task A_time_out_is_no_failure_and_keeps_the_reservation_even_then()
    {
        using GuardScene scene = new(tools: NoEffect);
        scene.Tool = (_, _) => throw new TimeoutException();

        await Assert.ThrowsAsync<TimeoutException>(async () => await scene.InvokeAsync());

        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
    }

    public static TheoryData<Exception> WrappedTimeOuts => new(
        new AggregateException(new IOException("down"), new TaskCanceledException()),
        new TargetInvocationException(new OperationCanceledException()),
        new IOException("down", new TimeoutException()),
        new AggregateException(Enumerable.Range(0, 100).Select(static _ => new IOException("down"))));

    [Theory]
    [MemberData(nameof(WrappedTimeOuts))]
    public async Task Nor_is_one_that_a_tool_wrapped(Exception exception)
    {
        using GuardScene scene = new(tools: NoEffect);
        scene.Tool = (_, _) => throw exception;

        Assert.Same(exception, await Record.ExceptionAsync(async () => await scene.InvokeAsync()));

        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
        Assert.Equal(1, await scene.CountedAsync());
    }

    [Fact]
    public async Task Result_obligations_reach_every_form()
    {
        using GuardScene scene = new(Redacted);
        scene.Tool = (_, _) => new(new ToolResult("x", [GuardScene.Json("""{"card":"4111"}"""), GuardScene.Json("""  "{\"card\":\"4111\"}"  """)]));

        ToolCallOutcome outcome = await scene.InvokeAsync();

        Assert.Equal(ToolCallStatus.Executed, outcome.Status);
        Assert.Null(outcome.Result!.Value);
        Assert.All(outcome.Result.Forms, form => Assert.DoesNotContain("4111", form.GetRawText(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"card 4111\"")]
    [InlineData("{\"cards\":\"4111\"}")]
    public async Task A_form_that_cannot_be_redacted_withholds_the_result_whole(string form)
    {
        using GuardScene scene = new(Redacted);
        scene.Tool = (_, _) => new(new ToolResult("4111", [GuardScene.Json("""{"card":"4111"}"""), GuardScene.Json(form)]));

        ToolCallOutcome outcome = await scene.InvokeAsync();

        Assert.Equal(ToolCallStatus.ResultWithheld, outcome.Status);
        Assert.Equal("Executed: payments.transfer ran, and its result is withheld. Do not run it again; tell the user.", outcome.Text);
        Assert.Null(outcome.Result);
        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
        Assert.Equal([InvocationOutcome.Admitted, InvocationOutcome.Unknown], scene.Audited());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_obligation_that_fails_or_makes_nothing_withholds_the_result(bool isThrown)
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + "@id(\"b\") @blur forbid (principal, action, resource);",
            configure: options => options.ObligationHandlers.Add(new Blurring(isThrown)));
        scene.Tool = (_, _) => new(new ToolResult("4111", [GuardScene.Json("""{"card":"4111"}""")]));

        ToolCallOutcome outcome = await scene.InvokeAsync();

        Assert.Equal((ToolCallStatus.ResultWithheld, null), (outcome.Status, outcome.Result));
        Assert.Equal(1, scene.Runs);
        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
    }

    [Fact]
    public async Task A_result_to_be_redacted_that_comes_without_its_forms_is_withheld_and_no_empty_success()
    {
        using GuardScene scene = new(Redacted);
        scene.Tool = (_, _) => new(new ToolResult("4111", []));

        Assert.Equal(ToolCallStatus.ResultWithheld, (await scene.InvokeAsync()).Status);
    }

    [Fact]
    public async Task A_form_that_nobody_can_read_is_withheld()
    {
        using GuardScene scene = new(Redacted);
        scene.Tool = (_, _) => new(ToolResult.Unreadable("4111"));

        Assert.Equal(ToolCallStatus.ResultWithheld, (await scene.InvokeAsync()).Status);
    }

    [Fact]
    public async Task A_result_that_says_it_failed_is_redacted_like_any_other()
    {
        using GuardScene scene = new(Redacted);
        scene.Tool = (_, _) => new(new ToolResult("4111", [GuardScene.Json("""{"card":"4111"}""")], isError: true));

        ToolCallOutcome outcome = await scene.InvokeAsync();

        Assert.Equal("""{"card":"[redacted]"}""", Assert.Single(outcome.Result!.Forms).GetRawText());
        Assert.Equal((true, null), (outcome.Result.IsError, outcome.Result.Value));
        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
    }

    [Fact]
    public async Task An_error_is_a_form_of_the_result_too()
    {
        using GuardScene scene = new(Redacted);
        scene.Tool = (_, _) => throw new IOException("card 4111 was refused");

        ToolCallOutcome outcome = await scene.InvokeAsync();

        Assert.Equal(ToolCallStatus.ResultWithheld, outcome.Status);
        Assert.DoesNotContain("4111", outcome.Text + scene.Log.All + string.Join('\n', scene.Audit.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_returns_nothing_is_a_fault_whose_outcome_is_unknown()
    {
        using GuardScene scene = new();
        scene.Tool = (_, _) => new((ToolResult)null!);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await scene.InvokeAsync());

        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
    }

    [Theory]
    [InlineData("""{ "trust": "trusted" }""", """{"body":"DE99"}""", false)]
    [InlineData("""{ "trust": "trusted", "fields": { "/body": { "trust": "untrusted" } } }""", """{"body":"DE99"}""", true)]
    [InlineData("""{ "trust": "trusted", "fields": { "/*/body": { "trust": "untrusted" } } }""", """[{"body":{"iban":"DE99"}}]""", true)]
    [InlineData("""{ "trust": "trusted", "fields": { "/body": { "trust": "untrusted" } } }""", "\"from DE99\"", true)]
    [InlineData("""{ "fields": { "/iban": { "trust": "trusted" } } }""", """{"iban":"DE99"}""", false)]
    [InlineData("""{ "fields": { "/iban": { "trust": "trusted" } } }""", """{"iban":"x","body":"DE99"}""", true)]
    [InlineData("{}", """{"body":"DE99"}""", true)]
    public async Task Output_is_untrusted_unless_the_catalog_says_otherwise_field_by_field(string output, string result, bool isDenied)
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + "@id(\"injected\") forbid (principal, action, resource) when { context.origin has to && context.origin.to.contains(\"untrusted\") };",
            $$"""{ "tools": { "mail.read": { "output": {{output}} }, "payments.transfer": {} } }""");
        scene.Tool = (_, _) => new(new ToolResult("x", [GuardScene.Json(result)]));
        await scene.AssertExecutedAsync(tool: "mail.read");

        if (isDenied)
        {
            await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"to":"DE99"}""");
        }
        else
        {
            await scene.AssertExecutedAsync("""{"to":"DE99"}""");
        }
    }

    [Fact]
    public async Task Labels_of_fields_are_remembered_with_those_of_the_output()
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + "@id(\"secret\") forbid (principal, action == Action::\"payments.transfer\", resource) when { context.history.labels.containsAll([\"mail\", \"secret\"]) };",
            """{ "tools": { "mail.read": { "output": { "labels": ["mail"], "fields": { "/body": { "labels": ["secret"] } } } }, "payments.transfer": {} } }""");

        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync(tool: "mail.read");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
    }

    private sealed class Blurring(bool isThrown) : IObligationHandler
    {
        public string Annotation => "blur";

        public IReadOnlyCollection<string> Modifiers => [];

        public Obligation Create(ObligationSource source) => new Blur(source, isThrown);
    }

    private sealed class Blur(ObligationSource source, bool isThrown) : ResultObligation(source)
    {
        public override JsonElement Apply(JsonElement form, JsonElement? outputSchema) =>
            isThrown ? throw new InvalidOperationException("out of order") : default;
    }
}
