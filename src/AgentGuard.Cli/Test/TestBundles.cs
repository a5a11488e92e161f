using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Testing;

namespace AgentGuard.Cli.Test;

/// <summary>Finds and reads the scenarios that a command line names. All files are read before one is played.</summary>
internal sealed class TestBundles(TestOptions options)
{
    private readonly List<Diagnostic> _faults = [];

    /// <summary>What is wrong with the files, and with the policies that they are about.</summary>
    public IReadOnlyList<Diagnostic> Faults => _faults;

    /// <summary>The bundles in the order in which they were named, each once.</summary>
    /// <exception cref="CliException">A folder or file is not there, has no scenario, or none that the filter leaves.</exception>
    public IReadOnlyList<TestBundle> Load()
    {
        OrderedDictionary<string, (string Folder, bool IsWhole, List<Scenario> Scenarios)> found = [];
        foreach (string typed in options.Paths)
        {
            string path = Find(typed);
            IReadOnlyList<Scenario> scenarios = Read(typed, path);
            if (scenarios.Count == 0)
            {
                continue;
            }

            string policies = scenarios[0].Policies;
            found.TryAdd(policies, (Shown(typed, path, policies), IsWhole: false, []));
            (string folder, bool isWhole, List<Scenario> all) = found[policies];
            HashSet<string?> known = [.. all.Select(static scenario => scenario.Position)];
            all.AddRange(scenarios.Where(scenario => known.Add(scenario.Position)));
            found[policies] = (folder, isWhole || Directory.Exists(path), all);
        }

        if (_faults.Count > 0)
        {
            return [];
        }

        foreach ((string policies, (string folder, _, _)) in found)
        {
            CheckPolicies(policies, folder);
        }

        List<TestBundle> bundles = [.. found.Values.Select(bundle => Filter(bundle.Folder, bundle.IsWhole, bundle.Scenarios)).Where(static bundle => bundle.Scenarios.Count > 0)];
        return bundles.Count > 0 || _faults.Count > 0 ? bundles : throw new CliException($"no scenario has `{options.Filter}` in its name");
    }

    /// <summary>What a guard refuses is refused once, and not by each of the scenarios.</summary>
    private void CheckPolicies(string policies, string folder)
    {
        string definitions = Path.Combine(policies, ToolListing.FileName);
        try
        {
            _ = PolicyBundle.Load(policies, new BundleOptions { Tools = File.Exists(definitions) ? ToolListing.Load(definitions) : [] });
        }
        catch (PolicyBundleException e)
        {
            Add(e.Diagnostics.Where(static fault => fault.Severity == DiagnosticSeverity.Error), folder);
        }
    }

    private void Add(IEnumerable<Diagnostic> faults, string folder)
    {
        Dictionary<SourceText, SourceText> renamed = [];
        _faults.AddRange(faults.Select(fault => Bundles.Within(folder, fault, renamed)));
    }

    private TestBundle Filter(string folder, bool isWhole, IReadOnlyList<Scenario> scenarios) => options.Filter is { } text
        ? new TestBundle(folder, [.. scenarios.Where(scenario => scenario.ToString().Contains(text, StringComparison.OrdinalIgnoreCase))], Coverage: null)
        : new TestBundle(folder, scenarios, isWhole ? new PolicyCoverage() : null);

    private IReadOnlyList<Scenario> Read(string typed, string path)
    {
        try
        {
            return ScenarioFile.Load(path);
        }
        catch (ScenarioFileException e) when (Directory.Exists(path) && e.Diagnostics is [{ Source: { Text: "", Name: ScenarioFile.FolderName } } none])
        {
            string folder = Path.TrimEndingDirectorySeparator(typed);
            throw new CliException($"`{folder}`: {none.Message}", none.Help is null ? null : $"write one, as `{folder}/{ScenarioFile.FolderName}/first.yaml`: docs/testing.md shows how");
        }
        catch (ScenarioFileException e)
        {
            Add(e.Diagnostics, Shown(typed, path, ScenarioFile.PoliciesOf(path)));
            return [];
        }
    }

    private static string Find(string typed) => Path.GetFullPath(typed) is var path && Path.Exists(path)
        ? path
        : throw new CliException($"there is no file or folder `{typed}`", "name a folder of policies, or a file of scenarios");

    /// <summary>As it was typed, where that is the bundle's folder; else from where the user stands, if it is below.</summary>
    private static string Shown(string typed, string path, string policies)
    {
        if (Path.TrimEndingDirectorySeparator(path) == Path.TrimEndingDirectorySeparator(policies))
        {
            return Path.TrimEndingDirectorySeparator(typed);
        }

        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), policies);
        return relative.StartsWith("..", StringComparison.Ordinal) ? policies : relative;
    }
}
