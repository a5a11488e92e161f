namespace AgentGuard.Testing;

/// <summary>The members of a scenario file, each where it may stand. docs/scenario.schema.json names the same; a test compares them.</summary>
internal static class ScenarioWords
{
    public const string Schema = "$schema";
    public const string Scenarios = "scenarios";
    public const string Scenario = "scenario";
    public const string As = "as";
    public const string Tenant = "tenant";
    public const string Session = "session";
    public const string Environment = "environment";
    public const string Facts = "facts";
    public const string Tools = "tools";
    public const string Steps = "steps";

    public const string Principal = "principal";
    public const string Claims = "claims";
    public const string Asserted = "asserted";
    public const string Bounds = "bounds";

    public const string Says = "says";
    public const string HostSays = "host-says";
    public const string Call = "call";
    public const string Approved = "approved";
    public const string ApprovalRejected = "approval-rejected";
    public const string Confirmed = "confirmed";
    public const string ConfirmationRejected = "confirmation-rejected";
    public const string Refused = "refused";
    public const string After = "after";
    public const string SubAgent = "sub-agent";
    public const string Parallel = "parallel";
    public const string Granted = "granted";
    public const string Revoked = "revoked";
    public const string Happened = "happened";

    public const string With = "with";
    public const string Returns = "returns";
    public const string Throws = "throws";
    public const string Expect = "expect";
    public const string By = "by";
    public const string Because = "because";
    public const string ModelReads = "model-reads";
    public const string ToolGets = "tool-gets";
    public const string To = "to";
    public const string For = "for";
    public const string Fields = "fields";

    /// <summary>What several scenarios of a file may share.</summary>
    public static readonly string[] OfHead = [As, Tenant, Session, Environment, Facts, Tools];

    public static readonly string[] OfScenario = [Scenario, .. OfHead, Steps];

    public static readonly string[] OfSingle = [Schema, .. OfScenario];

    public static readonly string[] OfList = [Schema, .. OfHead, Scenarios];

    public static readonly string[] OfHop = [Principal, Claims, Asserted, Bounds];

    /// <summary>What a step begins with, and what else may stand in it.</summary>
    public static readonly OrderedDictionary<string, string[]> OfStep = new()
    {
        [Says] = [],
        [Call] = [With, Returns, Throws, Expect, By, Because, ModelReads, ToolGets],
        [Approved] = [],
        [ApprovalRejected] = [],
        [Confirmed] = [],
        [ConfirmationRejected] = [],
        [Refused] = [],
        [After] = [],
        [SubAgent] = [Steps],
        [Parallel] = [],
        [Granted] = [To, For],
        [Revoked] = [],
        [Happened] = [Fields],
        [Environment] = [],
        [Facts] = [],
        [HostSays] = [],
    };

    /// <summary>What a call may be expected to come to: whether it runs, and whether the tool fails then.</summary>
    public static readonly OrderedDictionary<string, (ToolCallStatus Status, bool Fails)> Expectations = new()
    {
        ["permitted"] = (ToolCallStatus.Executed, false),
        ["held"] = (ToolCallStatus.Held, false),
        ["denied"] = (ToolCallStatus.Denied, false),
        ["withheld"] = (ToolCallStatus.ResultWithheld, false),
        ["failed"] = (ToolCallStatus.Executed, true),
    };
}
