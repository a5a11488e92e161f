using System.Runtime.CompilerServices;

namespace AgentGuard.Testing.Tests;

/// <summary>A scenario is tested twice: step by step as it is written, and as a whole against the transcript that was accepted.</summary>
internal static class Transcripts
{
    public static async Task Verify(Scenario scenario, [CallerFilePath] string sourceFile = "") =>
        await Verifier.Verify((await scenario.RunAsync()).ToString(), sourceFile: sourceFile);
}
