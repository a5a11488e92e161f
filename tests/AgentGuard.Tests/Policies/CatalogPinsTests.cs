namespace AgentGuard.Tests.Policies;

/// <summary>Pins are written into a catalog that a person has laid out, and nothing else in it changes.</summary>
public sealed class CatalogPinsTests
{
    private static readonly ToolDefinition s_read = new(new ToolId("files", "read"), "reads");
    private static readonly ToolDefinition s_echo = new(new ToolId(null, "echo"));

    [Fact]
    public void Pins_are_written_and_the_layout_stays()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", """
            { "tools": {
                "files.read": {
                  "groups": ["read_only"],
                  "arguments": { "/path": { "kind": "path" } }
                },
                "files.list": {"failure":"no_effect"}, "echo":   { },
                "files.stat": { "groups": [] , "pin" : "sha256:0000000000000000000000000000000000000000000000000000000000000000" , "output": { "trust": "trusted" } } } }
            """);
        ToolDefinition list = new(new ToolId("files", "list"));
        ToolDefinition stat = new(new ToolId("files", "stat"));

        IReadOnlyList<CatalogPin> changes = CatalogPins.Write(bundle.Folder, [s_read, list, s_echo, stat]);

        Assert.Equal(
            $$"""
            { "tools": {
                "files.read": {
                  "groups": ["read_only"],
                  "arguments": { "/path": { "kind": "path" } },
                  "pin": "{{s_read.Pin}}"
                },
                "files.list": {"failure":"no_effect","pin": "{{list.Pin}}"}, "echo":   { "pin": "{{s_echo.Pin}}" },
                "files.stat": { "groups": [] , "pin" : "{{stat.Pin}}" , "output": { "trust": "trusted" } } } }
            """,
            File.ReadAllText(bundle.PathOf("tools.json")));
        Assert.Equal(
            [
                new CatalogPin(s_read.Id, null, s_read.Pin),
                new CatalogPin(list.Id, null, list.Pin),
                new CatalogPin(s_echo.Id, null, s_echo.Pin),
                new CatalogPin(stat.Id, "sha256:" + new string('0', 64), stat.Pin),
            ],
            changes);
        Assert.Equal(s_read.Pin, Pin(bundle, s_read.Id));
        Assert.Equal(s_echo.Pin, Pin(bundle, s_echo.Id));
    }

    [Fact]
    public void What_is_pinned_already_is_left_as_it_is()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", $$"""{ "tools": { "local.echo": { "pin": "{{s_echo.Pin}}" } } }""");
        DateTime written = File.GetLastWriteTimeUtc(bundle.PathOf("tools.json"));

        Assert.Empty(CatalogPins.Write(bundle.Folder, [s_echo, s_read]));
        Assert.Equal(written, File.GetLastWriteTimeUtc(bundle.PathOf("tools.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{ "tools": { "files.read": { "pin": 1 } } }""")]
    [InlineData("""{ "tools": { "files.read": [] } }""")]
    [InlineData("""{ "tools": { "files.read": {}, "files.read": {} } }""")]
    public void A_catalog_with_an_error_is_not_written(string catalog)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", catalog);

        Assert.Throws<PolicyBundleException>(() => CatalogPins.Write(bundle.Folder, [s_read]));
        Assert.Equal(catalog, File.ReadAllText(bundle.PathOf("tools.json")));
    }

    [Fact]
    public void A_catalog_that_is_not_there_is_not_made()
    {
        using TemporaryBundle bundle = new();
        bundle.Delete("tools.json");

        PolicyBundleException refusal = Assert.Throws<PolicyBundleException>(() => CatalogPins.Write(bundle.Folder, [s_read]));

        Assert.Contains("error: the file is missing\n --> tools.json", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(bundle.PathOf("tools.json")));
    }

    private static string? Pin(TemporaryBundle bundle, ToolId id)
    {
        Assert.True(bundle.Load().Catalog.TryFind(id, out ToolEntry? entry));
        return entry.Pin;
    }
}
