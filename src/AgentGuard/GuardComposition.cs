using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentGuard;

/// <summary>Puts a guard together from its options: what the host did not give is kept in memory.</summary>
internal static class GuardComposition
{
    public static GuardParts Compose(AgentGuardOptions options)
    {
        if (AgentGuardOptionsValidator.Check(options) is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        }

        IInvocationHistoryStore history = options.HistoryStore ?? new InMemoryInvocationHistoryStore(options.TimeProvider);
        ILoggerFactory loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        PolicyBundleProvider bundles = new(
            options.PolicyPath,
            new BundleOptions
            {
                ContentRoot = options.ContentRoot,
                Handlers = [.. options.ObligationHandlers],
                Tools = [.. options.Tools],
                ReloadOnChange = options.ReloadOnChange,
                HistoryRetention = history.Retention,
                TimeProvider = options.TimeProvider,
            },
            loggers.CreateLogger<PolicyBundleProvider>());
        GrantRegistry grants = new(options.GrantStore ?? new InMemoryGrantStore(), options.TimeProvider);
        return new GuardParts
        {
            Options = options,
            Bundles = bundles,
            Grants = grants,
            Information = new InformationGatherer([.. options.InformationPoints], grants, options),
            DecisionPoint = options.DecisionPoint ?? new CedarDecisionPoint(),
            Revocations = new Revocations(options.RevocationStore ?? new InMemoryRevocationStore(), options.TimeProvider),
            ApprovalStore = options.ApprovalStore ?? new InMemoryApprovalStore(options.TimeProvider),
            Held = new HeldCalls(options.TimeProvider),
            History = history,
            Audit = options.AuditStore ?? new InMemoryAuditStore(),
            Logger = loggers.CreateLogger<ToolCallGuard>(),
        };
    }
}
