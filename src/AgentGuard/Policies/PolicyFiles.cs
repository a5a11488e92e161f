using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard;

/// <summary>Reads the policies of a bundle.</summary>
internal static class PolicyFiles
{
    private static readonly CedarParserOptions s_options = new() { MaxLength = BundleLimits.MaxFileBytes, MaxPolicies = BundleLimits.MaxPolicies };

    /// <summary>The policies of all files under their final ids.</summary>
    /// <param name="files">The files of the bundle.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="events">What is declared of events.</param>
    /// <param name="conditions">Gets their temporal conditions; one that stands there twice is one.</param>
    /// <param name="diagnostics">Hears what is wrong.</param>
    public static IReadOnlyList<Policy> Read(IReadOnlyList<BundleFile> files, string folder, EventDeclarations events, Dictionary<string, TemporalCondition> conditions, BundleDiagnostics diagnostics)
    {
        List<Policy> policies = [];
        foreach (BundleFile file in files.Where(file => file.IsPolicy))
        {
            if (file.Decode(diagnostics) is { } source)
            {
                policies.AddRange(Read(source, events, conditions, diagnostics));
            }

            if (policies.Count > BundleLimits.MaxPolicies)
            {
                diagnostics.FileError(file.Name, $"with this file the bundle has more than {BundleLimits.MaxPolicies} policies");
                return [];
            }
        }

        if (!files.Any(file => file.IsPolicy))
        {
            diagnostics.FileError(folder, "the folder holds no policy file", "policies are in files that end in `.cedar`");
        }

        return new PolicyNames(diagnostics).Assign(policies);
    }

    private static IReadOnlyList<Policy> Read(SourceText source, EventDeclarations events, Dictionary<string, TemporalCondition> conditions, BundleDiagnostics diagnostics)
    {
        DiagnosticBag found = new(source);
        TemporalText temporal = TemporalText.Read(source, found, events.Hash);
        foreach (TemporalBlock block in temporal.Conditions)
        {
            TemporalCondition condition = new(block.Name, events.Pin(block.Formula), source) { Identity = block.Identity };
            if (!conditions.TryAdd(condition.Name, condition) && conditions[condition.Name].Identity != condition.Identity)
            {
                found.Error(block.Span, TemporalBlock.Clash);
            }
        }

        bool isCedar = CedarParser.TryParsePolicies(source, temporal, out IReadOnlyList<Policy> policies, found, s_options);
        foreach (Diagnostic diagnostic in found)
        {
            diagnostics.Add(diagnostic);
        }

        if (isCedar && policies.Count == 0)
        {
            // As an editor leaves it for a moment: taken up, it would put every forbid in it out of force.
            diagnostics.Error(source, default, "the file holds no policy", "delete it if it is not needed");
        }

        return policies;
    }
}
