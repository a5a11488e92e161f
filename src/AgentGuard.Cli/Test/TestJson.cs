using System.Globalization;
using AgentGuard.Testing;

namespace AgentGuard.Cli.Test;

/// <summary>A test run for other programs.</summary>
internal static class TestJson
{
    public static object Of(IReadOnlyList<(TestBundle Bundle, IReadOnlyList<ScenarioOutcome> Outcomes)> results, TestOptions options) => new
    {
        Bundles = results.Select(result => new
        {
            result.Bundle.Folder,
            Scenarios = result.Outcomes.Select(outcome => Of(result.Bundle, outcome, options.Verbose)),
            Coverage = result.Bundle.Coverage is { } coverage ? Of(result.Bundle, coverage) : null,
        }),
        Passed = results.Sum(static result => result.Outcomes.Count(static outcome => outcome.Failure is null)),
        Failed = results.Sum(static result => result.Outcomes.Count(static outcome => outcome.Failure is not null)),
        options.CoverageMinimum,
    };

    private static object Of(TestBundle bundle, ScenarioOutcome outcome, bool isVerbose)
    {
        (string? file, int line) = Place(bundle, outcome.Scenario.Position);
        return new
        {
            Name = outcome.Scenario.ToString(),
            File = file,
            Line = line,
            Passed = outcome.Failure is null,
            Transcript = isVerbose || outcome.Failure is not null ? outcome.Transcript : null,
            Failure = outcome.Failure is { } failure ? Of(bundle, failure, outcome.Explanation) : null,
        };
    }

    private static object Of(TestBundle bundle, ScenarioException failure, string? explanation)
    {
        (string? file, int line) = Place(bundle, failure.Position);
        return new { File = file, Line = line, failure.Reason, Explanation = explanation };
    }

    private static object Of(TestBundle bundle, PolicyCoverage coverage) => new
    {
        coverage.Percent,
        Policies = coverage.Policies.Select(policy => new
        {
            policy.Policy.Id,
            File = bundle.Place(policy.Policy.Policy.Source.Name ?? ""),
            policy.Policy.Policy.Source.GetPosition(policy.Policy.Policy.Span.Start).Line,
            Effect = policy.Policy.Policy.Effect == Cedar.Ast.Effect.Permit ? "permit" : "forbid",
            Shadow = policy.Policy.IsShadow,
            Use = policy.Use switch { PolicyUse.Decided => "decided", PolicyUse.Considered => "considered", _ => "neverConsidered" },
            policy.Conditions,
        }),
    };

    private static (string? File, int Line) Place(TestBundle bundle, string? position)
    {
        int colon = position?.LastIndexOf(':') ?? -1;
        return colon < 0 ? (null, 0) : (bundle.Place(position![..colon]), int.Parse(position.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }
}
