using System.Diagnostics;
using System.Xml.Linq;

namespace AgentGuard.Build.Tests;

/// <summary>
/// A small repository with the real build files and stand-ins, and no network: its only package source is an empty folder.
/// The packages that a feed may lack are pinned at a version that nobody ever installed.
/// </summary>
internal sealed class TemporaryTree : IDisposable
{
    public const string ProbedVersion = "9999.0.0";

    private static readonly string[] BuildFiles =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Solution.targets", "Directory.Packages.props", "global.json", ".editorconfig", "BannedSymbols.txt"];

    public TemporaryTree()
    {
        foreach (string file in BuildFiles.Concat(Repository.Files("tests/StandIns", "*").Select(Repository.Relative)))
        {
            Write(file, File.ReadAllText(Repository.At(file)));
        }

        Write("Directory.Packages.props", PinnedAtAnUnknownVersion());
        WriteNuGetConfig("nuget.config", Directory.CreateDirectory(At("empty")).FullName);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("agentguard-").FullName;

    /// <summary>The ids that Directory.Packages.props marks as ones that a feed may lack.</summary>
    public static IReadOnlyList<string> ProbedPackages { get; } =
        [.. Probed(XDocument.Load(Repository.At("Directory.Packages.props"))).Select(entry => entry.Attribute("Include")!.Value)];

    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public string Write(string path, string content)
    {
        string full = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>A project, <c>folder/name/name.csproj</c>.</summary>
    public string WriteProject(string folder, string name, params string[] items) =>
        Write($"{folder}/{name}/{name}.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{string.Concat(items)}</ItemGroup></Project>");

    public string WriteNuGetConfig(string file, string source) => Write(file, $"""
        <configuration>
          <packageSources><clear /><add key="only" value="{source}" /></packageSources>
          <fallbackPackageFolders><clear /><add key="installed" value="{Repository.InstalledPackages}" /></fallbackPackageFolders>
          <config><add key="globalPackagesFolder" value="{At("packages")}" /></config>
        </configuration>
        """);

    /// <summary>Runs the dotnet command in this tree.</summary>
    public async Task<BuildOutput> DotnetAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [.. arguments, "-nodeReuse:false", "-tl:off", "-nologo"])
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
                ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
                ["NUGET_PACKAGES"] = null,
                ["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1",
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new BuildOutput(process.ExitCode, output + await errors);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string PinnedAtAnUnknownVersion()
    {
        XDocument versions = XDocument.Load(Repository.At("Directory.Packages.props"));
        foreach (XElement entry in Probed(versions))
        {
            entry.SetAttributeValue("Version", ProbedVersion);
        }

        return versions.ToString();
    }

    private static IEnumerable<XElement> Probed(XDocument versions) =>
        versions.Descendants("PackageVersion").Where(entry => entry.Attribute("StandIn")?.Value == "true");
}
