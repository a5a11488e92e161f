using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Testing;

namespace AgentGuard.Cli.Init;

/// <summary>Proves of a bundle that was just made that a guard loads it, that nothing is permitted, and that its test passes.</summary>
internal static class BundleProof
{
    /// <summary>Checks a bundle.</summary>
    /// <param name="folder">The bundle.</param>
    /// <param name="definitions">The definitions in it.</param>
    /// <exception cref="CliException">It permits something.</exception>
    public static BundleCheck Check(string folder, IReadOnlyList<ToolDefinition> definitions)
    {
        BundleCheck check = BundleCheck.Run(folder, new BundleOptions { Tools = definitions });
        return check.Bundle is not { } bundle || bundle.Policies.All(static policy => policy.Policy.Effect == Effect.Forbid)
            ? check
            : throw new CliException("the policies that were made permit something, so they are not written", "this is a fault of agentguard, and worth a report");
    }

    /// <summary>Whether the scenario passes.</summary>
    public static async Task<bool> PassesAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            foreach (Scenario scenario in ScenarioFile.Load(folder))
            {
                await scenario.RunAsync(cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception e) when (e is ScenarioException or ScenarioFileException or PolicyBundleException)
        {
            return false;
        }
    }

    /// <summary>The first error, on one line.</summary>
    public static string Fault(BundleCheck check) =>
        check.Diagnostics.FirstOrDefault(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)?.Message ?? "it cannot be read";
}
