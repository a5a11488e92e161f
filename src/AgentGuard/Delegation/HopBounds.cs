using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// How far a hop, and whoever acts below it, may go, written as Cedar: a default-deny policy set of its own, never merged with the bundle.
/// A call that it does not permit is denied, so it takes rights away and adds none.
/// </summary>
public sealed class HopBounds
{
    // It travels with every hop that it is given to: a statement of a few limits, not a bundle.
    private static readonly CedarParserOptions s_limits = new() { MaxLength = 1 << 16, MaxPolicies = 256 };

    private HopBounds(string text, PolicySet policies)
    {
        Text = text;
        PolicySet = policies;
    }

    /// <summary>The policies as they were written.</summary>
    public string Text { get; }

    /// <summary>The policies, compiled.</summary>
    internal PolicySet PolicySet { get; }

    /// <summary>The policies under the names that explanations give them, as <c>bounds:1</c>; the index of each is its index in <see cref="PolicySet"/>.</summary>
    internal IReadOnlyList<BundlePolicy> Policies => field ??= Describe();

    /// <summary>Reads bounds. Without any permit they allow nothing.</summary>
    /// <param name="cedar">At most 256 policies in 65,536 UTF-16 code units, with no annotations but <c>@id</c> and <c>@advice</c>: nothing lifts a bound.</param>
    /// <returns>The bounds.</returns>
    /// <exception cref="CedarSyntaxException">The text is not Cedar, too long, or a policy has another annotation.</exception>
    public static HopBounds Parse(string cedar)
    {
        ArgumentNullException.ThrowIfNull(cedar);
        SourceText source = new(cedar, "bounds");
        IReadOnlyList<Policy> policies = CedarParser.ParsePolicies(source, s_limits);
        Diagnostic[] misplaced =
        [
            .. policies.SelectMany(policy => policy.Annotations)
                .Where(annotation => annotation.Name is not ("id" or "advice"))
                .Select(annotation => new Diagnostic(
                    DiagnosticSeverity.Error,
                    $"`@{annotation.Name}` has no place in bounds",
                    source,
                    annotation.Span,
                    "bounds are not lifted: let the permit say what is allowed")),
        ];
        return misplaced.Length == 0 ? new HopBounds(cedar, new PolicySet(policies)) : throw new CedarSyntaxException(misplaced);
    }

    private BundlePolicy[] Describe()
    {
        BundleDiagnostics ignored = new();
        PolicyAnnotations annotations = new(ObligationRegistry.With([]), ignored);
        return
        [
            .. new PolicyNames(ignored).Assign([.. PolicySet.Select(static policy => policy.Policy)])
                .Select(policy => annotations.Read(policy, PolicyNames.Position(policy))),
        ];
    }

    /// <summary>Whether a call stays within the bounds. A forbid that cannot be evaluated is not skipped, as Cedar does: it denies.</summary>
    internal bool Allow(in CedarRequest request, IEntitySource entities)
    {
        AuthorizationResult result = PolicySet.Authorize(request, entities);
        foreach (PolicyError error in result.Errors)
        {
            if (error.Policy.Policy.Effect == Effect.Forbid)
            {
                return false;
            }
        }

        return result.Decision == CedarDecision.Allow;
    }
}
