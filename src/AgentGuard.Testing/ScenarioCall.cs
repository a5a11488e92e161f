namespace AgentGuard.Testing;

/// <summary>A tool call in a scenario: what the tool would return, and what the guard has to say.</summary>
public sealed class ScenarioCall
{
    private readonly Scenario _scenario;

    internal ScenarioCall(Scenario scenario, ToolId tool, object? arguments)
    {
        _scenario = scenario;
        Tool = tool;
        Arguments = arguments;
    }

    internal ToolId Tool { get; }

    internal object? Arguments { get; }

    internal object? Result { get; private set; } = "done";

    internal Exception? Failure { get; private set; }

    /// <summary>What the tool returns, should it run. Without it, a tool returns <c>done</c>.</summary>
    /// <param name="result">Text, or an object that becomes JSON.</param>
    /// <returns>This call.</returns>
    public ScenarioCall Returns(object? result)
    {
        Result = result;
        return this;
    }

    /// <summary>The tool fails, should it run.</summary>
    /// <param name="failure">What it throws.</param>
    /// <returns>This call.</returns>
    public ScenarioCall Throws(Exception failure)
    {
        Failure = failure;
        return this;
    }

    /// <summary>The tool runs.</summary>
    /// <returns>The scenario.</returns>
    public Scenario Permitted() => Expect(new ScenarioExpectation(ToolCallStatus.Executed));

    /// <summary>The tool runs, and this is what leaves of its result.</summary>
    /// <param name="result">Text, or an object that is compared as JSON.</param>
    /// <returns>The scenario.</returns>
    public Scenario PermittedReturning(object? result) => Expect(new ScenarioExpectation(ToolCallStatus.Executed) { Result = ScenarioJson.Form(result) });

    /// <summary>The tool runs with other arguments than the model wrote.</summary>
    /// <param name="arguments">The arguments that reach the tool, compared as JSON.</param>
    /// <returns>The scenario.</returns>
    public Scenario PermittedWith(object arguments) => Expect(new ScenarioExpectation(ToolCallStatus.Executed) { Arguments = ScenarioJson.Form(arguments) });

    /// <summary>The call waits for a yes.</summary>
    /// <param name="by">The <c>@id</c> of a policy that asks for one; null for any.</param>
    /// <returns>The scenario.</returns>
    public Scenario Held(string? by = null) => Expect(new ScenarioExpectation(ToolCallStatus.Held) { Policy = by });

    /// <summary>The tool does not run.</summary>
    /// <param name="by">The <c>@id</c> of a policy that forbids it; null for any.</param>
    /// <param name="because">The reason, one of <see cref="DenyReasons"/>; null for any.</param>
    /// <returns>The scenario.</returns>
    public Scenario Denied(string? by = null, string? because = null) =>
        Expect(new ScenarioExpectation(ToolCallStatus.Denied) { Policy = by, Reason = because });

    /// <summary>The tool runs, and its result is withheld.</summary>
    /// <returns>The scenario.</returns>
    public Scenario Withheld() => Expect(new ScenarioExpectation(ToolCallStatus.ResultWithheld));

    /// <summary>The tool is permitted, starts and fails.</summary>
    /// <returns>The scenario.</returns>
    public Scenario Failed() => Expect(new ScenarioExpectation(ToolCallStatus.Executed) { Fails = true });

    internal Scenario Expect(ScenarioExpectation expectation) => _scenario.Then(run => run.CallAsync(this, expectation));
}
