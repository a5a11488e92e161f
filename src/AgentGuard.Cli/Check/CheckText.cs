using AgentGuard.Cedar.Diagnostics;
using Spectre.Console;

namespace AgentGuard.Cli.Check;

/// <summary>Prints a check.</summary>
internal static class CheckText
{
    private const int MostDiagnostics = 100;

    public static void Write(IAnsiConsole console, IReadOnlyList<BundleReport> reports, CheckOptions options)
    {
        foreach (BundleReport report in reports)
        {
            foreach (Diagnostic diagnostic in report.Diagnostics)
            {
                DiagnosticView.Write(console, diagnostic);
            }

            console.Write(Summary(report, options));
        }

        if (reports.Count > 1)
        {
            int errors = reports.Sum(static report => report.Errors);
            int warnings = reports.Sum(static report => report.Warnings);
            console.Write(AddCounts(new StyledText().EndLine().Add($"{Count.Of(reports.Count, "bundle")}: "), errors, warnings).EndLine());
        }
    }

    private static StyledText Summary(BundleReport report, CheckOptions options)
    {
        StyledText text = new StyledText().Add(report.Folder, Styles.Strong).Add(": ");
        if (report.Bundle is { } bundle)
        {
            string shadow = bundle.ShadowPolicies.Count > 0 ? $" ({bundle.ShadowPolicies.Count} more in shadow)" : "";
            text.Add($"{Count.Of(bundle.Policies.Count, "policy", "policies")}{shadow}, {Count.Of(bundle.Catalog.Tools.Count, "tool")}, ");
        }

        AddCounts(text, report.Errors, report.Warnings);
        text.Add(report.Diagnostics.Count >= MostDiagnostics ? " (more are not shown)" : "").EndLine();
        foreach (string note in report.Notes)
        {
            AddNote(text, note);
        }

        AddPins(text, report.Pins);
        if (report.Manifest is { } manifest)
        {
            AddManifest(text, manifest);
        }
        else if (options.Write)
        {
            text.Add($"  {Bundles.Manifest} is not written: ", Styles.Error).Add(report.Errors > 0 ? "there are errors" : "warnings count as errors").EndLine();
        }

        return text;
    }

    private static StyledText AddCounts(StyledText text, int errors, int warnings)
    {
        text.Add(Count.Of(errors, "error"), errors > 0 ? Styles.Error : Styles.Good);
        return warnings == 0 ? text : text.Add(", ").Add(Count.Of(warnings, "warning"), Styles.Warning);
    }

    private static void AddNote(StyledText text, string note)
    {
        string[] lines = note.Split('\n');
        text.Add("  note:", Styles.Frame).Add($" {lines[0]}").EndLine();
        foreach (string line in lines.Skip(1))
        {
            text.Add($"        {line}").EndLine();
        }
    }

    private static void AddPins(StyledText text, IReadOnlyList<CatalogPin> pins)
    {
        if (pins.Count > 0)
        {
            text.Add($"  pinned {Count.Of(pins.Count, "tool")} in tools.json").EndLine();
            foreach (CatalogPin pin in pins)
            {
                text.Add(pin.Before is null ? "    new      " : "    changed  ", pin.Before is null ? null : Styles.Warning).Add($"{pin.Tool}").EndLine();
            }
        }
    }

    private static void AddManifest(StyledText text, ManifestChange manifest)
    {
        text.Add("  wrote ", Styles.Good).Add($"{Bundles.Manifest}: {manifest.Name}, version {manifest.Version}").EndLine();
        foreach ((string what, IReadOnlyList<string> files) in new[] { ("new    ", manifest.New), ("changed", manifest.Changed), ("gone   ", manifest.Gone) })
        {
            foreach (string file in files)
            {
                text.Add($"    {what}  {file}").EndLine();
            }
        }
    }
}
