using AgentGuard.Cedar.Values;

namespace AgentGuard.Testing;

/// <summary>
/// A conversation with an agent, written down as a test of its policies: what the user says, which tools the agent calls, what they return,
/// and what the guard has to say to each call. It drives the guard itself, without a model and without a runtime.
/// Steps run in their order when <see cref="RunAsync(CancellationToken)"/> is called; the first that does not go as written fails the test.
/// </summary>
public sealed class Scenario
{
    private readonly List<ScenarioStep> _steps = [];

    private Scenario(string policies, Action<AgentGuardOptions>? configure)
    {
        Policies = policies;
        Configure = configure;
    }

    /// <summary>What its file calls it; null where it is written in code.</summary>
    public string? Name { get; private init; }

    /// <summary>Where it stands, as <c>scenarios/payments.yaml:3</c> below the folder of its policies; null where it is written in code.</summary>
    public string? Position { get; private init; }

    /// <summary>The bundle's folder, as it was given; of a scenario that is in a file, its full path.</summary>
    public string Policies { get; }

    internal Action<AgentGuardOptions>? Configure { get; }

    internal IReadOnlyList<Hop> Chain { get; private set; } = [];

    internal string? Tenant { get; private set; }

    internal CedarRecord Attributes { get; private set; } = CedarRecord.Empty;

    internal Dictionary<ToolId, ToolDefinition> Tools { get; } = [];

    internal IReadOnlyList<ScenarioStep> Steps => _steps;

    /// <summary>Whether a step tells facts, so that there must be an information point to tell them to.</summary>
    internal bool HasFacts { get; private set; }

    /// <summary>Where the step stands that is added next; null where it is written in code.</summary>
    internal string? Place { get; set; }

    /// <summary>Starts a scenario.</summary>
    /// <param name="policies">The bundle's folder; a relative one is looked for from the test's folder upwards.</param>
    /// <param name="configure">Changes the guard's options: information points, limits, a store that fails.</param>
    /// <returns>The scenario.</returns>
    public static Scenario With(string policies, Action<AgentGuardOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(policies);
        return new Scenario(policies, configure);
    }

    /// <summary>Says who acts, on whose behalf.</summary>
    /// <param name="chain">From the root to the acting agent.</param>
    /// <returns>This scenario.</returns>
    public Scenario As(params Hop[] chain)
    {
        Chain = chain;
        return this;
    }

    /// <summary>Says what the host knows of the session.</summary>
    /// <param name="tenant">Its tenant.</param>
    /// <param name="attributes">Further facts, such as its purpose.</param>
    /// <returns>This scenario.</returns>
    public Scenario InSession(string? tenant = null, params KeyValuePair<string, Value>[] attributes)
    {
        Tenant = tenant;
        Attributes = new CedarRecord(attributes);
        return this;
    }

    /// <summary>Gives a tool its definition, schema included. A tool without one is known by its name alone.</summary>
    /// <param name="tool">The definition.</param>
    /// <returns>This scenario.</returns>
    public Scenario WithTool(ToolDefinition tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        Tools[tool.Id] = tool;
        return this;
    }

    /// <summary>The user's own words, as the host hands them over.</summary>
    /// <param name="words">The words.</param>
    /// <returns>This scenario.</returns>
    public Scenario Says(string words) => Then(run => run.SayAsync(words));

    /// <summary>The host's own instructions.</summary>
    /// <param name="instructions">The text.</param>
    /// <returns>This scenario.</returns>
    public Scenario HostSays(string instructions) => Then(run => run.InstructAsync(instructions));

    /// <summary>From here on, this is what information points say of where the guard runs: <c>context.environment</c>.</summary>
    /// <param name="entries">Names and values; a later value of a name replaces an earlier one.</param>
    /// <returns>This scenario.</returns>
    public Scenario InEnvironment(params KeyValuePair<string, Value>[] entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        HasFacts = true;
        return Then(run => run.LearnAsync(entries));
    }

    /// <summary>From here on, this is what information points say of an entity.</summary>
    /// <param name="entity">A principal, a resource, or anything that policies reach from them.</param>
    /// <param name="attributes">Names and values; a later value of a name replaces an earlier one.</param>
    /// <returns>This scenario.</returns>
    public Scenario Knowing(EntityUid entity, params KeyValuePair<string, Value>[] attributes)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(attributes);
        HasFacts = true;
        return Then(run => run.LearnAsync(entity, attributes));
    }

    /// <summary>Somebody gets a right for a while, in this session.</summary>
    /// <param name="name">What policies call it.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="time">How long it holds from now on, above zero.</param>
    /// <returns>This scenario.</returns>
    public Scenario Granted(string name, EntityUid to, TimeSpan time)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return Then(run => run.GrantAsync(name, to, time));
    }

    /// <summary>The host writes down an event for history facts, see <see cref="ToolCallGuard.RecordEventAsync"/>: in this session, about who acts in it.</summary>
    /// <param name="kind">Its kind, none of <see cref="HistoryEventKinds"/>.</param>
    /// <param name="fields">What facts may name of it.</param>
    /// <returns>This scenario.</returns>
    public Scenario Happened(string kind, params KeyValuePair<string, Value>[] fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(fields);
        return Then(run => run.HappenAsync(kind, fields));
    }

    /// <summary>Somebody is taken out of service.</summary>
    /// <param name="principal">Who.</param>
    /// <returns>This scenario.</returns>
    public Scenario Revoked(EntityUid principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return Then(run => run.RevokeAsync(principal));
    }

    /// <summary>Something that happens beside the conversation: a policy edited, a directory changed.</summary>
    /// <param name="what">What the transcript calls it.</param>
    /// <param name="action">What happens to the guard.</param>
    /// <returns>This scenario.</returns>
    public Scenario Meanwhile(string what, Func<ToolCallGuard, GuardSession, Task> action) => Then(run => run.MeanwhileAsync(what, action));

    /// <summary>The agent calls a tool.</summary>
    /// <param name="tool">Toolset and name, as <c>payments.transfer</c>.</param>
    /// <param name="arguments">An object whose properties are the arguments, or JSON text as the model wrote it; null for none.</param>
    /// <returns>The call, of which the scenario now says how it goes.</returns>
    public ScenarioCall Calls(string tool, object? arguments = null) => new(this, ToolId.Parse(tool), arguments);

    /// <summary>Somebody whom the host authenticated approves the call that was held last.</summary>
    /// <param name="by">The approver.</param>
    /// <returns>This scenario.</returns>
    public Scenario Approved(EntityUid by) => Then(run => run.AnswerAsync("approved", by, accepted: true, static (approvals, id, who) => approvals.ApproveAsync(id, who)));

    /// <summary>Somebody tries to approve the call that was held last, and the yes does not count.</summary>
    /// <param name="by">The would-be approver.</param>
    /// <returns>This scenario.</returns>
    public Scenario ApprovalRejected(EntityUid by) => Then(run => run.AnswerAsync("tried to approve", by, accepted: false, static (approvals, id, who) => approvals.ApproveAsync(id, who)));

    /// <summary>The root user confirms the call that was held last.</summary>
    /// <param name="by">The user.</param>
    /// <returns>This scenario.</returns>
    public Scenario Confirmed(EntityUid by) => Then(run => run.AnswerAsync("confirmed", by, accepted: true, static (approvals, id, who) => approvals.ConfirmAsync(id, who)));

    /// <summary>Somebody tries to confirm the call that was held last, and the yes does not count.</summary>
    /// <param name="by">The would-be confirmer.</param>
    /// <returns>This scenario.</returns>
    public Scenario ConfirmationRejected(EntityUid by) => Then(run => run.AnswerAsync("tried to confirm", by, accepted: false, static (approvals, id, who) => approvals.ConfirmAsync(id, who)));

    /// <summary>An approver refuses the call that was held last.</summary>
    /// <param name="by">The approver.</param>
    /// <returns>This scenario.</returns>
    public Scenario Refused(EntityUid by) => Then(run => run.AnswerAsync("refused", by, accepted: true, static (approvals, id, who) => approvals.RefuseAsync(id, who)));

    /// <summary>Time passes.</summary>
    /// <param name="time">How much, above zero.</param>
    /// <returns>This scenario.</returns>
    public Scenario After(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return Then(run => run.WaitAsync(time));
    }

    /// <summary>The agent hands a part of its work to another.</summary>
    /// <param name="agent">The sub-agent, whose rights the chain above bounds.</param>
    /// <param name="work">What the sub-agent does.</param>
    /// <returns>This scenario.</returns>
    public Scenario SubAgent(Hop agent, Action<Scenario> work)
    {
        ArgumentNullException.ThrowIfNull(agent);
        IReadOnlyList<ScenarioStep> steps = Record(work);
        return Then(run => run.DelegateAsync(agent, steps));
    }

    /// <summary>Several things happen at once.</summary>
    /// <param name="branches">Each runs its own steps in order, beside the others.</param>
    /// <returns>This scenario.</returns>
    public Scenario InParallel(params Action<Scenario>[] branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        List<IReadOnlyList<ScenarioStep>> steps = [.. branches.Select(Record)];
        return Then(run => run.BranchAsync(steps));
    }

    /// <summary>Plays the scenario.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>What happened, as text without ids, dates and paths: fit for a snapshot.</returns>
    /// <exception cref="ScenarioException">A step did not go as written; the message holds the transcript and the guard's explanation.</exception>
    public Task<ScenarioTranscript> RunAsync(CancellationToken cancellationToken = default) => ScenarioRun.PlayAsync(this, coverage: null, cancellationToken);

    /// <summary>Plays the scenario, and counts which policies and conditions it tries.</summary>
    /// <param name="coverage">What counts; scenarios of one bundle share it, those that fail count as far as they come.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>What happened, as text without ids, dates and paths: fit for a snapshot.</returns>
    /// <exception cref="ScenarioException">A step did not go as written; the message holds the transcript and the guard's explanation.</exception>
    /// <exception cref="InvalidOperationException">The coverage is of other policies.</exception>
    public Task<ScenarioTranscript> RunAsync(PolicyCoverage coverage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        return ScenarioRun.PlayAsync(this, coverage, cancellationToken);
    }

    /// <summary>Its name.</summary>
    /// <returns>What test runners show.</returns>
    public override string ToString() => Name ?? "scenario";

    /// <summary>A scenario that a file holds.</summary>
    internal static Scenario Read(string policies, string name, string position) => new(policies, configure: null) { Name = name, Position = position };

    internal Scenario Then(Func<ScenarioRun, Task> step)
    {
        _steps.Add(new ScenarioStep(step, Place));
        return this;
    }

    private List<ScenarioStep> Record(Action<Scenario> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Scenario inner = new(Policies, Configure);
        work(inner);
        HasFacts |= inner.HasFacts;
        return inner._steps;
    }
}
