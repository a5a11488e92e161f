using AgentGuard.Cedar.Values;
using Microsoft.Extensions.Logging;

namespace AgentGuard;

/// <summary>How a guard behaves. The defaults are the safe choice.</summary>
public sealed class AgentGuardOptions
{
    /// <summary>The folder of the policy bundle. Relative paths are taken from <see cref="ContentRoot"/>.</summary>
    public string PolicyPath { get; set; } = "policies";

    /// <summary>Where relative paths start; null for <see cref="AppContext.BaseDirectory"/>.</summary>
    public string? ContentRoot { get; set; }

    /// <summary>Whether edits of the bundle are taken up while the process runs. Default true.</summary>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>The most hops a delegation chain may have, from 1 to 64. Default 8.</summary>
    public int MaxChainDepth { get; set; } = 8;

    /// <summary>The largest arguments of one call, in bytes of JSON, from 1 to 1 MiB. Default 1 MiB.</summary>
    public int MaxArgumentBytes { get; set; } = ToolArguments.DefaultMaxBytes;

    /// <summary>How long each information point, store or precondition may take, above zero. Default 2 seconds.</summary>
    public TimeSpan InformationTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an approval lives where its policy has no <c>@expires</c>, above zero. Default 15 minutes.</summary>
    public TimeSpan ApprovalLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>After how many refused calls a session is held until the host releases it; null for never. Default null.</summary>
    public int? HoldSessionAfterRefusals { get; set; }

    /// <summary>The host's own facts about where it runs, shown to policies as <c>context.environment</c>: stage, region, network.</summary>
    public IDictionary<string, Value> Environment { get; } = new Dictionary<string, Value>(StringComparer.Ordinal);

    /// <summary>
    /// The tools whose definitions are known at the start; <see cref="ToolCallGuard.RegisterTools"/> adds those that are learnt later. Policies are held
    /// to them: to their names, and where the bundle has a <c>schema.cedarschema</c> to the types of their arguments.
    /// </summary>
    public IList<ToolDefinition> Tools { get; } = [];

    /// <summary>Sources of trusted facts, asked for every call.</summary>
    public IList<IPolicyInformationPoint> InformationPoints { get; } = [];

    /// <summary>Handlers of lifting annotations beside the built-in ones.</summary>
    public IList<IObligationHandler> ObligationHandlers { get; } = [];

    /// <summary>Who hears of calls that a policy with <c>@notify</c> blocked.</summary>
    public IList<IPolicyNotifier> Notifiers { get; } = [];

    /// <summary>Who answers what policies say; null for the bundle's Cedar policies in this process.</summary>
    public IPolicyDecisionPoint? DecisionPoint { get; set; }

    /// <summary>Where requests for a yes are kept; null for memory.</summary>
    public IApprovalStore? ApprovalStore { get; set; }

    /// <summary>Where histories are kept; null for memory.</summary>
    public IInvocationHistoryStore? HistoryStore { get; set; }

    /// <summary>Where decisions are logged; null for memory.</summary>
    public IAuditStore? AuditStore { get; set; }

    /// <summary>Where grants are kept; null for memory.</summary>
    public IGrantStore? GrantStore { get; set; }

    /// <summary>Where revocations are kept; null for memory.</summary>
    public IRevocationStore? RevocationStore { get; set; }

    /// <summary>Where log messages go; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
