using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentGuard.Tests.Guard;

namespace AgentGuard.Tests.Telemetry;

/// <summary>Telemetry tells what was decided, and never changes it.</summary>
public sealed class GuardTelemetryTests
{
    [Fact]
    public async Task A_call_is_a_span_with_the_names_of_OpenTelemetry_and_the_decision()
    {
        using GuardScene scene = new();
        Activity? seen = null;
        using ActivityListener listener = Listen(activity =>
        {
            // Other tests make calls too.
            if (activity.GetTagItem("gen_ai.conversation.id") as string == scene.Scope.Session.Id)
            {
                seen = activity;
            }
        });
        ToolCallRequest request = scene.Call();

        ToolCallOutcome outcome = await scene.InvokeAsync(request);

        Assert.Equal("execute_tool payments.transfer", seen!.OperationName);
        Assert.Equal("execute_tool", seen.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("payments.transfer", seen.GetTagItem("gen_ai.tool.name"));
        Assert.Equal(request.CallId, seen.GetTagItem("gen_ai.tool.call.id"));
        Assert.Equal("permit", seen.GetTagItem("agentguard.decision"));
        Assert.Equal(outcome.Decision.Id, seen.GetTagItem("agentguard.decision.id"));
        Assert.Equal(outcome.Decision.Bundle, seen.GetTagItem("agentguard.bundle"));
    }

    [Fact]
    public async Task Decisions_are_counted_by_effect_and_reason()
    {
        using GuardScene scene = new("forbid (principal, action, resource);", """{ "tools": { "local.counted": {} } }""");
        List<string> seen = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Name == "agentguard.decisions")
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            string line = string.Join(' ', tags.ToArray().Select(tag => tag.Value).Prepend(count));
            if (line.Contains("local.counted", StringComparison.Ordinal))
            {
                lock (seen)
                {
                    seen.Add(line);
                }
            }
        });
        listener.Start();

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "local.counted");

        Assert.Equal(["1 deny forbidden local.counted"], seen);
    }

    [Fact]
    public async Task A_log_that_fails_changes_nothing()
    {
        using GuardScene scene = new("permit (principal, action, resource); forbid (principal, action == Action::\"mail.read\", resource);");
        scene.Log.Fails = true;

        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");
        Assert.Equal([InvocationOutcome.Succeeded, InvocationOutcome.Denied], await scene.HistoryAsync());
    }

    private static ActivityListener Listen(Action<Activity> stopped)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == GuardTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
