using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentGuard;

/// <summary>
/// Traces and metrics: the names of OpenTelemetry's conventions for generative AI, and the decision under <c>agentguard.</c>
/// Telemetry never throws into a call: an exporter's fault must neither let a tool run nor stop it.
/// </summary>
public static class GuardTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string SourceName = "AgentGuard";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(SourceName);

    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>(
        "agentguard.decisions", "{decision}", "Tool calls decided.");

    private static readonly Histogram<double> DecisionDuration = Meter.CreateHistogram<double>(
        "agentguard.decision.duration", "s", "From the call to its decision.");

    private static readonly Counter<long> Faults = Meter.CreateCounter<long>(
        "agentguard.telemetry.faults", "{fault}", "Listeners, loggers and notifiers that failed.");

    internal static Activity? Start(ToolCallRequest request)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? activity = null;
        Safely(() =>
        {
            activity = Source.StartActivity($"execute_tool {request.Tool.Id}", ActivityKind.Internal);
            activity?.SetTag("gen_ai.operation.name", "execute_tool");
            activity?.SetTag("gen_ai.tool.name", request.Tool.Id.ToString());
            activity?.SetTag("gen_ai.tool.call.id", request.CallId);
            activity?.SetTag("gen_ai.tool.type", "function");
            activity?.SetTag("gen_ai.conversation.id", request.Scope?.Session.Id);
        });
        return activity;
    }

    internal static void Decided(Activity? activity, Decision decision, TimeSpan duration)
    {
        if (activity is not null || Decisions.Enabled || DecisionDuration.Enabled)
        {
            Report(activity, decision, duration);
        }
    }

    /// <summary>A listener of one instrument that fails takes nothing from the others.</summary>
    private static void Report(Activity? activity, Decision decision, TimeSpan duration)
    {
        string effect = Name(decision.Effect);
        TagList tags = new()
        {
            { "agentguard.decision", effect },
            { "agentguard.reason", decision.Denial?.Code },
            { "gen_ai.tool.name", decision.Tool.ToString() },
        };
        Safely(static measured => Decisions.Add(1, measured), tags);
        Safely(static measured => DecisionDuration.Record(measured.duration.TotalSeconds, measured.tags), (duration, tags));
        activity?.SetTag("agentguard.decision", effect)
            .SetTag("agentguard.reason", decision.Denial?.Code)
            .SetTag("agentguard.decision.id", decision.Id)
            .SetTag("agentguard.bundle", decision.Bundle)
            .SetTag("agentguard.policies", decision.Policies.Select(static policy => policy.Id).Distinct().ToArray())
            .SetTag("agentguard.approval.id", decision.Approval?.Id);
    }

    internal static void Ended(Activity? activity, string? error)
    {
        if (activity is null)
        {
            return;
        }

        Safely(static end =>
        {
            if (end.error is not null)
            {
                end.activity.SetTag("error.type", end.error);
                end.activity.SetStatus(ActivityStatusCode.Error);
            }

            end.activity.Dispose();
        }, (activity, error));
    }

    /// <summary>Runs what may call foreign listeners; a fault is counted and goes no further.</summary>
    internal static void Safely(Action report) => Safely(static report => report(), report);

    /// <inheritdoc cref="Safely(Action)"/>
    internal static void Safely<T>(Action<T> report, T argument)
    {
        try
        {
            report(argument);
        }
        catch (Exception)
        {
            CountFault();
        }
    }

    private static string Name(DecisionEffect effect) => effect switch
    {
        DecisionEffect.Permit => "permit",
        DecisionEffect.RequireApproval => "require_approval",
        _ => "deny",
    };

    private static void CountFault()
    {
        try
        {
            Faults.Add(1);
        }
        catch (Exception fault)
        {
            // The listener of the fault counter is broken too: the debugger is all that is left to tell.
            Debug.WriteLine(fault);
        }
    }
}
