using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace AgentGuard.Cli;

/// <summary>Prints which version this is.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    /// <summary>The version of the package, without the commit behind its plus.</summary>
    public static string Version { get; } =
        typeof(ShowVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"{CommandLine.Name} {Version}");
        return ExitCode.Success;
    }
}
