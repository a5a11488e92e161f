using System.Collections.Concurrent;
using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Validation;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>Every policy of the corpus is valid if and only if Cedar's strict validation says so.</summary>
public sealed class PolicyValidationConformance
{
    private const int MaxShown = 20;

    /// <summary>Cases in which Cedar's versions differ, each with its reason. Those that turn an error of 4.12 into a warning are none: 4.12 is the target.</summary>
    private static readonly Dictionary<string, string> s_differ = [];

    [SkippableFact]
    public void Every_policy_has_the_verdict_of_strict_validation()
    {
        ConcurrentQueue<string> differences = [];
        int policies = 0;
        Parallel.ForEach(Corpus.CasesWith("validation").Where(@case => !s_differ.ContainsKey(Corpus.IdOf(@case))), @case =>
        {
            JsonElement expected = @case.GetProperty("validation").GetProperty("policyValidation").GetProperty("perPolicy");
            CedarValidator validator = new(ValidationCase.Schema(@case));
            foreach (Policy policy in ValidationCase.Policies(@case))
            {
                Interlocked.Increment(ref policies);
                bool found = validator.TryValidate(policy, out IReadOnlyList<Diagnostic> diagnostics);
                bool strict = expected.GetProperty(policy.Id).GetProperty("strict").GetBoolean();
                if (found != strict)
                {
                    differences.Enqueue($"{Corpus.IdOf(@case)} {policy.Id}: expected {strict}, found {found} {string.Join('\n', diagnostics.Select(d => d.Render()))}");
                }
            }
        });

        ValidationCase.AssertNone(differences, policies, MaxShown);
        Assert.True(policies >= 6_300, $"only {policies} policies were validated");
    }

    [SkippableFact]
    public void Every_case_has_the_verdict_of_strict_validation()
    {
        ConcurrentQueue<string> differences = [];
        int cases = 0;

        // Where entities have verdicts of their own, that of the case is on them too.
        Parallel.ForEach(Corpus.CasesWith("shouldValidate").Where(@case => !s_differ.ContainsKey(Corpus.IdOf(@case))), @case =>
        {
            bool strict = @case.TryGetProperty("validation", out JsonElement validation)
                ? validation.GetProperty("policyValidation").GetProperty("strict").GetBoolean()
                : @case.GetProperty("shouldValidate").GetBoolean();
            Interlocked.Increment(ref cases);
            bool found = new CedarValidator(ValidationCase.Schema(@case)).TryValidate(ValidationCase.Policies(@case), out IReadOnlyList<Diagnostic> diagnostics);
            if (found != strict)
            {
                differences.Enqueue($"{Corpus.IdOf(@case)}: expected {strict}, found {found} {string.Join('\n', diagnostics.Select(d => d.Render()))}");
            }
        });

        ValidationCase.AssertNone(differences, cases, MaxShown);
        Assert.True(cases >= 6_300, $"only {cases} cases were validated");
    }
}
