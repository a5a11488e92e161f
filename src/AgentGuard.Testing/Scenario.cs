using AgentGuard.Cedar.Values;

namespace AgentGuard.Testing;

/// <summary>
/// A conversation with an agent, written down as a test of its policies: what the user says, which tools the agent calls, what they return,
/// and what the guard has to say to each call. It drives the guard itself, without a model and without a runtime.
/// Steps run in their order when <see cref="RunAsync"/> is called; the first that does not go as written fails the test.
/// </summary>
public sealed class Scenario
{
    private readonly List<Func<ScenarioRun, Task>> _steps = [];

    private Scenario(string policies, Action<AgentGuardOptions>? configure)
    {
        Policies = policies;
        Configure = configure;
    }

    internal string Policies { get; }

    internal Action<AgentGuardOptions>? Configure { get; }

    internal IReadOnlyList<Hop> Chain { get; private set; } = [];

    internal string? Tenant { get; private set; }

    internal CedarRecord Attributes { get; private set; } = CedarRecord.Empty;

    internal Dictionary<ToolId, ToolDefinition> Tools { get; } = [];

    internal IReadOnlyList<Func<ScenarioRun, Task>> Steps => _steps;

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
        IReadOnlyList<Func<ScenarioRun, Task>> steps = Record(work);
        return Then(run => run.DelegateAsync(agent, steps));
    }

    /// <summary>Several things happen at once.</summary>
    /// <param name="branches">Each runs its own steps in order, beside the others.</param>
    /// <returns>This scenario.</returns>
    public Scenario InParallel(params Action<Scenario>[] branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        List<IReadOnlyList<Func<ScenarioRun, Task>>> steps = [.. branches.Select(Record)];
        return Then(run => run.BranchAsync(steps));
    }

    /// <summary>Plays the scenario.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>What happened, as text without ids, dates and paths: fit for a snapshot.</returns>
    /// <exception cref="ScenarioException">A step did not go as written; the message holds the transcript and the guard's explanation.</exception>
    public Task<ScenarioTranscript> RunAsync(CancellationToken cancellationToken = default) => ScenarioRun.PlayAsync(this, cancellationToken);

    internal Scenario Then(Func<ScenarioRun, Task> step)
    {
        _steps.Add(step);
        return this;
    }

    private List<Func<ScenarioRun, Task>> Record(Action<Scenario> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Scenario inner = new(Policies, Configure);
        work(inner);
        return inner._steps;
    }
}
