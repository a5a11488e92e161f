namespace AgentGuard.Cli.Check;

/// <summary>A check for other programs.</summary>
internal static class CheckJson
{
    public static object Of(IReadOnlyList<BundleReport> reports) => new
    {
        Bundles = reports.Select(static report => new
        {
            report.Folder,
            report.Bundle?.Name,
            Version = report.Manifest?.Version ?? report.Bundle?.Version,
            Policies = report.Bundle?.Policies.Count,
            ShadowPolicies = report.Bundle?.ShadowPolicies.Count,
            Tools = report.Bundle?.Catalog.Tools.Count,
            report.Errors,
            report.Warnings,
            Diagnostics = report.Diagnostics.Select(DiagnosticJson.Of),
            Notes = report.Notes.Select(static note => note.Replace("\n", "; ", StringComparison.Ordinal)),
            Pins = report.Pins.Select(static pin => new { Tool = pin.Tool.ToString(), pin.Before, pin.After }),
            report.Manifest,
        }),
        Errors = reports.Sum(static report => report.Errors),
        Warnings = reports.Sum(static report => report.Warnings),
    };
}
