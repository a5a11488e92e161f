using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cli.Check;

/// <summary>Checks bundles, one after the other; each may be written whatever is wrong with the others.</summary>
internal sealed class CheckRun(CliConsole console, CheckOptions options)
{
    /// <summary>Checks, writes what was asked for, and prints what there is to say.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="CliException">A folder or a file is not there, or what is to be written cannot be.</exception>
    public int Run()
    {
        IReadOnlyList<ToolDefinition>? given = options.Tools is null ? null : ToolFile.Load(options.Tools);
        string[] paths = [.. options.Folders.Select(Bundles.Find)];
        List<BundleReport> reports = [.. options.Folders.Zip(paths, (folder, path) => Check(Path.TrimEndingDirectorySeparator(folder), path, given))];
        if (options.Json)
        {
            console.Json(CheckJson.Of(reports));
        }
        else
        {
            CheckText.Write(console.Out, reports, options);
        }

        return reports.Exists(report => report.Diagnostics.Any(IsFault)) ? ExitCode.Findings : ExitCode.Success;
    }

    private bool IsFault(Diagnostic diagnostic) => options.WarningsAsErrors || diagnostic.Severity == DiagnosticSeverity.Error;

    private BundleReport Check(string folder, string path, IReadOnlyList<ToolDefinition>? given)
    {
        List<Diagnostic> found = [];
        IReadOnlyList<ToolDefinition>? known = given ?? OwnTools(path, found);
        IReadOnlyList<ToolDefinition> tools = known ?? [];
        IReadOnlyList<CatalogPin> pins = options.Pin && known is not null ? Pin(folder, path, known) : [];
        BundleCheck check = BundleCheck.Run(path, new BundleOptions { Tools = tools });
        found.AddRange(check.Diagnostics);
        bool writes = options.Write && check.IsSound && !found.Exists(IsFault);
        if (!writes)
        {
            found.AddRange(check.ManifestDiagnostics);
        }

        Dictionary<SourceText, SourceText> renamed = [];
        IEnumerable<Diagnostic> shown = found.OrderBy(static diagnostic => diagnostic.Source.Name, StringComparer.Ordinal).ThenBy(static diagnostic => diagnostic.Span.Start);
        return new BundleReport(folder, check.Bundle, [.. shown.Select(diagnostic => Bundles.Within(folder, diagnostic, renamed))])
        {
            Pins = pins,
            Manifest = writes ? Write(check) : null,
            Notes = check.Bundle is null ? [] : CheckNotes.Of(folder, check.Bundle, known),
        };
    }

    /// <summary>The definitions beside the policies; null for a file that is no listing, which is a finding as any other.</summary>
    private static IReadOnlyList<ToolDefinition>? OwnTools(string path, List<Diagnostic> found)
    {
        string file = Path.Combine(path, ToolListing.FileName);
        try
        {
            return File.Exists(file) ? ToolListing.Load(file) : [];
        }
        catch (FormatException e)
        {
            found.Add(new Diagnostic(DiagnosticSeverity.Error, e.Message, new SourceText("", ToolListing.FileName), default));
            return null;
        }
    }

    private static IReadOnlyList<CatalogPin> Pin(string folder, string path, IReadOnlyList<ToolDefinition> tools)
    {
        if (tools.Count == 0)
        {
            throw new CliException($"`{folder}` has no {ToolListing.FileName}, so there is nothing to pin", "name a file with `--tools`, or make one with `agentguard init`");
        }

        try
        {
            return CatalogPins.Write(path, tools);
        }
        catch (PolicyBundleException)
        {
            return []; // the check says what is wrong with the catalog
        }
    }

    private ManifestChange Write(BundleCheck check)
    {
        try
        {
            string version = options.Version ?? check.Manifest?.Version ?? "1";
            return ManifestChange.Between(check.Manifest, check.WriteManifest(version, options.Name ?? check.Manifest?.Name));
        }
        catch (ArgumentException e)
        {
            throw new CliException($"the {e.ParamName} of the bundle cannot be written: it is one line of visible text");
        }
    }
}
