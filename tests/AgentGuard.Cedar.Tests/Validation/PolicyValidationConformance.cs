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

    // What both call it when they find the same fault.
    private static readonly (string Kind, string[] Texts)[] s_kinds =
    [
        ("empty set", ["empty set literals are forbidden", "the type of an empty set cannot be told"]),
        ("argument", ["error during extension function argument validation", "is not a decimal", "is not an IP address", "is not a datetime", "is not a duration"]),
        ("non-literal argument", ["may not be called with non-literal expressions", "is called with what is no literal"]),
        ("number of arguments", ["wrong number of arguments", "takes one argument, found", "takes no argument, found"]),
        ("optional attribute", ["unable to guarantee safety of access to optional attribute", "is optional"]),
        ("absent tag", ["unable to guarantee safety of access to tag", "may be absent here"]),
        ("no attribute", ["not found", "does not exist"]),
        ("unknown entity type", ["unrecognized entity type", "the entity type"]),
        ("unknown action", ["unrecognized action", "the action"]),
        ("no application", ["unable to find an applicable action", "no action applies"]),
        ("types", ["are not compatible"]),
        ("wrong type", ["unexpected type", "expected"]),
    ];

    // Left out where what they follow from has been said.
    private static readonly string[] s_saidOnce = ["no application", "types"];

    [SkippableFact]
    public void Every_policy_has_the_verdict_of_strict_validation()
    {
        ConcurrentQueue<string> differences = [];
        int policies = 0;
        Parallel.ForEach(Corpus.CasesWith("validation"), @case =>
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
        Parallel.ForEach(Corpus.CasesWith("shouldValidate"), @case =>
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

    [SkippableFact]
    public void Every_policy_has_the_kinds_of_faults_that_Cedar_finds()
    {
        ConcurrentQueue<string> differences = [];
        int policies = 0;
        Parallel.ForEach(Corpus.CasesWith("validation"), @case =>
        {
            JsonElement verdicts = @case.GetProperty("validation").GetProperty("policyValidation").GetProperty("perPolicy");
            CedarValidator validator = new(ValidationCase.Schema(@case));
            foreach (Policy policy in ValidationCase.Policies(@case))
            {
                if (!verdicts.GetProperty(policy.Id).TryGetProperty("strictErrors", out JsonElement errors))
                {
                    continue;
                }

                Interlocked.Increment(ref policies);
                validator.TryValidate(policy, out IReadOnlyList<Diagnostic> diagnostics);
                string[] expected = Kinds(errors.EnumerateArray().Select(error => error.GetString()!));
                string[] found = Kinds(diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Message));
                if (found.Length == 0 || found.Except(expected).Any() || expected.Except(found).Except(s_saidOnce).Any())
                {
                    differences.Enqueue($"{Corpus.IdOf(@case)} {policy.Id}: expected {string.Join(", ", expected)}, found {string.Join(", ", found)}\n{errors}\n{string.Join('\n', diagnostics.Select(d => d.Render()))}");
                }
            }
        });

        ValidationCase.AssertNone(differences, policies, MaxShown);
        Assert.True(policies >= 1_400, $"only {policies} policies were compared");
    }

    private static string[] Kinds(IEnumerable<string> messages) =>
        [.. messages.Select(message => s_kinds.FirstOrDefault(kind => kind.Texts.Any(text => message.Contains(text, StringComparison.Ordinal))).Kind ?? message).Distinct().Order(StringComparer.Ordinal)];
}
