using AgentGuard.Tests.Requests;

namespace AgentGuard.Tests.Guard;

/// <summary>Whatever a model and a tool server write, a call is decided: it runs as decided, waits, or is denied for a reason of the list. Nothing is thrown.</summary>
public sealed class GuardFuzzTests
{
    private const int Calls = 3_000;

    private static readonly string[] s_expected =
    [
        DenyReasons.InvalidArguments, DenyReasons.InvalidToolSchema, DenyReasons.MissingResource, DenyReasons.Forbidden, DenyReasons.PolicyError,
    ];

    [Fact]
    public async Task Whatever_is_written_is_decided_and_nothing_is_thrown()
    {
        using GuardScene scene = new(
            """
            permit (principal, action, resource);
            @id("big") @approval("finance") forbid (principal, action, resource) when { context.input has a && context.input.a == 1 };
            @id("mask") @redact_argument("/b") forbid (principal, action, resource) when { context.input has b && context.input.b != "[redacted]" };
            @id("odd") forbid (principal, action == Action::"crm.read", resource) when { context.input has c && context.input.c > 5 };
            @id("seen") forbid (principal, action, resource) when { context.origin has a && context.origin.a.contains("nobody") };
            """,
            """{ "tools": { "payments.transfer": { "arguments": { "/a": { "kind": "path" }, "/b": { "sensitive": true } } }, "crm.read": { "resource": { "type": "Thing", "argument": "/a" } } } }""");
        Dictionary<string, int> ends = [];
        for (int seed = 0; seed < Calls; seed++)
        {
            RandomJson random = new(seed);
            ToolId id = ToolId.Parse(seed % 2 == 0 ? "payments.transfer" : "crm.read");
            ToolDefinition tool = new(id, inputSchema: seed % 3 == 0 ? Json.Of(random.Schema()) : null);
            int before = scene.Runs;

            ToolCallOutcome outcome = await scene.InvokeAsync(scene.Call(tool, seed % 2 == 0 ? random.Object() : random.Damaged(random.Object())));

            string end = outcome.Decision.Denial?.Code ?? outcome.Status.ToString();
            ends[end] = ends.GetValueOrDefault(end) + 1;
            Assert.Equal(outcome.Status == ToolCallStatus.Executed ? before + 1 : before, scene.Runs);
            Assert.True(outcome.Status != ToolCallStatus.Denied || s_expected.Contains(end), $"seed {seed}: {outcome.Decision.Explain()}");
            Assert.NotEmpty(outcome.Decision.Explain());
        }

        Assert.Contains(ToolCallStatus.Executed.ToString(), ends.Keys);
        Assert.Contains(DenyReasons.InvalidArguments, ends.Keys);
    }
}
