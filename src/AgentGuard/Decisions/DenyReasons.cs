namespace AgentGuard;

/// <summary>The reasons for which a call is denied, as they stand in decisions, logs and metrics.</summary>
public static class DenyReasons
{
    /// <summary>A forbid without obligations is satisfied.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>A forbid could not be evaluated; a guard does not skip it, as Cedar does.</summary>
    public const string PolicyError = "policy-error";

    /// <summary>No permit is satisfied for one of the principals.</summary>
    public const string NotPermitted = "not-permitted";

    /// <summary>An obligation cannot be discharged.</summary>
    public const string UndischargedObligation = "undischarged-obligation";

    /// <summary>Somebody who may said no; until that answer expires the same call is denied.</summary>
    public const string ApprovalRefused = "approval-refused";

    /// <summary>The arguments still changed after four rounds of obligations.</summary>
    public const string UnstableArguments = "unstable-arguments";

    /// <summary>The arguments are no JSON that the tool's schema and the guard's limits allow.</summary>
    public const string InvalidArguments = "invalid-arguments";

    /// <summary>The tool's input schema cannot be understood.</summary>
    public const string InvalidToolSchema = "invalid-tool-schema";

    /// <summary>The catalog does not know the tool.</summary>
    public const string UnknownTool = "unknown-tool";

    /// <summary>The tool's definition differs from the catalog's pin.</summary>
    public const string ToolChanged = "tool-changed";

    /// <summary>The argument that names the resource is absent, no string, or a list of more than 1,000.</summary>
    public const string MissingResource = "missing-resource";

    /// <summary>Nobody is known to act: there is no scope.</summary>
    public const string MissingPrincipal = "missing-principal";

    /// <summary>The scope in which the call was made has ended.</summary>
    public const string ScopeEnded = "scope-ended";

    /// <summary>The chain's root is an agent, or was not verified.</summary>
    public const string InvalidRoot = "invalid-root";

    /// <summary>The chain is longer than allowed.</summary>
    public const string ChainTooDeep = "chain-too-deep";

    /// <summary>A hop's own bounds do not allow the call.</summary>
    public const string OutOfBounds = "out-of-bounds";

    /// <summary>The session belongs to another tenant or another root.</summary>
    public const string SessionMismatch = "session-mismatch";

    /// <summary>The session is held after too many refusals.</summary>
    public const string SessionHeld = "session-held";

    /// <summary>A history fact that the policies read, or that the call would count for, cannot be told for sure.</summary>
    public const string HistoryUnknown = "history-unknown";

    /// <summary>What the call needs to have happened before is under way: it may pass once that has ended.</summary>
    public const string StillRunning = "still-running";

    /// <summary>A principal, hop or session is revoked.</summary>
    public const string Revoked = "revoked";

    /// <summary>A policy information point failed or was late.</summary>
    public const string InformationFailure = "information-failure";

    /// <summary>Something within the guard or one of its stores failed.</summary>
    public const string GuardFailure = "guard-failure";
}
