using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Tests.Policies;

/// <summary>A check says everything at once, and writes the manifest of nothing but what it has read.</summary>
public sealed class BundleCheckTests
{
    [Fact]
    public void A_stale_manifest_and_a_broken_policy_are_both_told()
    {
        using TemporaryBundle bundle = new();
        BundleManifest.Create(bundle.Folder, "1");
        bundle.Write("treasury.cedar", "permit (principal, action, resource) when { tru };").Write("other.cedar", "forbid (principal, action, resource");

        BundleCheck check = BundleCheck.Run(bundle.Folder);

        Assert.Null(check.Bundle);
        Assert.False(check.IsSound);
        Assert.Equal("1", check.Manifest!.Version);
        Assert.Equal(["other.cedar:1:36", "treasury.cedar:1:45"], check.Diagnostics.Select(Position));
        Assert.Equal(
            ["bundle.json:6:5: error: `treasury.cedar` is not the file that is listed", "other.cedar:1:1: error: the file is not listed in `bundle.json`"],
            check.ManifestDiagnostics.Select(diagnostic => $"{diagnostic}"));
    }

    [Fact]
    public void A_stale_manifest_alone_leaves_a_bundle_that_can_be_looked_at_and_no_guard_loads()
    {
        using TemporaryBundle bundle = new();
        BundleManifest.Create(bundle.Folder, "1");
        bundle.Write("treasury.cedar", TemporaryBundle.PermitAll + "\n");

        BundleCheck check = BundleCheck.Run(bundle.Folder);

        Assert.True(check.IsSound);
        Assert.Single(check.Bundle!.Policies);
        Assert.Single(check.ManifestDiagnostics);
        Assert.Throws<PolicyBundleException>(() => bundle.Load());
    }

    [Fact]
    public void The_manifest_is_that_of_what_was_checked_and_not_of_an_edit_that_came_after()
    {
        using TemporaryBundle bundle = new();
        BundleCheck check = BundleCheck.Run(bundle.Folder);
        bundle.Write("treasury.cedar", "permit (principal, action, resource);");

        check.WriteManifest("1");

        Assert.StartsWith("bundle.json:6:5: error: `treasury.cedar` is not the file that is listed", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_with_an_error_gets_no_manifest()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("treasury.cedar", "permit (principal, action, resource");

        Assert.Throws<InvalidOperationException>(() => BundleCheck.Run(bundle.Folder).WriteManifest("1"));
        Assert.False(File.Exists(bundle.PathOf("bundle.json")));
    }

    [Fact]
    public void A_manifest_keeps_what_else_the_deployer_has_listed()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("owner.txt", "finance").Write("bundle.json", $$"""{ "name": "t", "version": "1", "files": { "owner.txt": "sha256:{{new string('0', 64)}}" } }""");

        BundleManifest manifest = BundleCheck.Run(bundle.Folder).WriteManifest("2");

        Assert.Equal(["owner.txt", "tools.json", "treasury.cedar"], manifest.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("treasury@2+" + bundle.Load().ContentHash[..12], bundle.Load().ToString());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused()
    {
        using TemporaryBundle bundle = new();

        Assert.Throws<PolicyBundleException>(() => BundleCheck.Run(Path.Combine(bundle.Outside, "nowhere")));
    }

    [Fact]
    public void A_pin_that_is_not_that_of_the_definition_is_an_error_at_the_pin()
    {
        using TemporaryBundle bundle = new();
        ToolDefinition seen = new(new ToolId("files", "read"), "reads");
        bundle.Write("tools.json", $$"""{ "tools": { "files.read": { "pin": "{{seen.Pin}}" }, "files.list": {} } }""");
        ToolDefinition[] tools = [new(new ToolId("files", "read"), "reads, and sends it away"), new(new ToolId("files", "list"))];

        BundleCheck check = BundleCheck.Run(bundle.Folder, new BundleOptions { Tools = tools });

        Diagnostic error = Assert.Single(check.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("tools.json:1:37: error: the definition of `files.read` is not the one that is pinned, so its calls are denied", $"{error}");
        Assert.Equal("look at what changed in its description and schemas, then pin it anew", error.Help);
        Assert.NotNull(check.Bundle);
        Assert.False(check.IsSound);
        Assert.True(BundleCheck.Run(bundle.Folder, new BundleOptions { Tools = [seen] }).IsSound);
    }

    private static string Position(Diagnostic diagnostic)
    {
        (int line, int column) = diagnostic.Source.GetPosition(diagnostic.Span.Start);
        return $"{diagnostic.Source.Name}:{line}:{column}";
    }
}
