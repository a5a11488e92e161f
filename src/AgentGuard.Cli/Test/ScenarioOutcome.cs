using AgentGuard.Testing;

namespace AgentGuard.Cli.Test;

/// <summary>How a scenario went.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Transcript">What happened in it; as far as it came, where it failed.</param>
/// <param name="Failure">Why it failed; null where it went as written.</param>
internal sealed record ScenarioOutcome(Scenario Scenario, string Transcript, ScenarioException? Failure)
{
    /// <summary>Plays a scenario.</summary>
    /// <exception cref="OperationCanceledException">Somebody cancelled.</exception>
    public static async Task<ScenarioOutcome> OfAsync(Scenario scenario, PolicyCoverage? coverage, CancellationToken cancellationToken)
    {
        try
        {
            ScenarioTranscript transcript = await (coverage is null ? scenario.RunAsync(cancellationToken) : scenario.RunAsync(coverage, cancellationToken)).ConfigureAwait(false);
            return new ScenarioOutcome(scenario, transcript.ToString(), Failure: null);
        }
        catch (ScenarioException e)
        {
            return new ScenarioOutcome(scenario, e.Transcript, e);
        }
    }

    /// <summary>The guard's explanation without its last line: which bundle and which decision it was is of use in a log, and here they are over.</summary>
    public string? Explanation => Failure?.Explanation is { } text
        ? string.Join('\n', text.Split('\n').Where(static line => !line.TrimStart().StartsWith("bundle ", StringComparison.Ordinal)))
        : null;
}
