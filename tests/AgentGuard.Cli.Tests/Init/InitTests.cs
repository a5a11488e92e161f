using System.Text.Json;
using AgentGuard.Cli.Init;

namespace AgentGuard.Cli.Tests.Init;

/// <summary><c>agentguard init</c> writes a bundle that permits nothing, whole or not at all.</summary>
public sealed class InitTests
{
    [Fact]
    public async Task A_bundle_is_made_and_it_is_said_what_was_guessed_and_what_comes_next()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);

        await Cli.Verify(folder, [["init", "~/office", "--tools", "~/office.json", "--user", "alice"], ["check", "~/office"], ["test", "~/office"], ["format", "~/office", "--check"]]);
    }

    [Fact]
    public async Task What_is_written_can_be_read_by_somebody_who_has_never_seen_Cedar()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);

        await Cli.RunAsync("init", folder.PathOf("office"), "--tools", folder.PathOf("office.json"), "--user", "alice");

        await Verifier.Verify(folder.Unresolve(string.Join("\n", StarterFiles.Names.Select(name => $"== {name}\n{folder.Read($"office/{name}")}"))));
    }

    [Fact]
    public async Task The_test_that_is_made_passes_and_fails_as_soon_as_something_is_permitted()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);
        await Cli.RunAsync("init", folder.PathOf("office"), "--tools", folder.PathOf("office.json"));

        Assert.True(await BundleProof.PassesAsync(folder.PathOf("office"), default));

        Uncomment(folder, "office/policies.cedar");
        Assert.False(await BundleProof.PassesAsync(folder.PathOf("office"), default));
    }

    [Fact]
    public async Task A_permit_that_is_taken_out_of_its_comment_is_in_force_and_fits_the_tools()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);
        await Cli.RunAsync("init", folder.PathOf("office"), "--tools", folder.PathOf("office.json"));
        Uncomment(folder, "office/policies.cedar");

        CliRun check = await Cli.RunAsync("check", folder.PathOf("office"), "--warnings-as-errors");
        CliRun format = await Cli.RunAsync("format", folder.PathOf("office"), "--check");

        Assert.Equal("", folder.Unresolve(check.Code == ExitCode.Success ? "" : check.Output));
        Assert.Equal(ExitCode.Success, format.Code);
        PolicyBundle bundle = PolicyBundle.Load(folder.PathOf("office"));
        Assert.Equal(["look", "change", "with-care"], bundle.Policies.Where(policy => policy.Policy.Effect == Cedar.Ast.Effect.Permit).Select(policy => policy.Id));
    }

    [Fact]
    public async Task What_was_made_can_be_read_by_a_program()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);

        CliRun run = await Cli.RunAsync("init", folder.PathOf("office"), "--tools", folder.PathOf("office.json"), "--json");

        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement first = document.RootElement.GetProperty("tools")[0];
        Assert.Equal("""{"tool":"office.read_file","groups":["office"],"why":"name: read","looksOnly":true}""", JsonSerializer.Serialize(first));
    }

    [Fact]
    public async Task The_toolset_is_the_deployers_word()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);

        await Cli.RunAsync("init", folder.PathOf("my.office"), "--tools", folder.PathOf("office.json"));
        await Cli.RunAsync("init", folder.PathOf("other"), "--tools", folder.PathOf("office.json"), "--toolset", "papers");

        Assert.Contains("my-office.read_file", folder.Read("my.office/tools.json"), StringComparison.Ordinal);
        Assert.Contains("papers.read_file", folder.Read("other/tools.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_is_not_written_over_unless_that_is_asked_for()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office).Write("office/tools.json", "mine").Write("office/notes.txt", "mine too");
        string[] init = ["init", folder.PathOf("office"), "--tools", folder.PathOf("office.json")];

        CliRun refused = await Cli.RunAsync(init);

        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Equal("error: `~/office` holds a bundle already: tools.json\nhelp: name another folder, or write over it with `--force`\n", folder.Unresolve(refused.Error));
        Assert.Equal(["office.json", "office/notes.txt", "office/tools.json"], folder.Files());
        Assert.Equal("mine", folder.Read("office/tools.json"));

        CliRun forced = await Cli.RunAsync([.. init, "--force"]);

        Assert.Equal(ExitCode.Success, forced.Code);
        Assert.Equal("mine too", folder.Read("office/notes.txt"));
        Assert.Equal(ExitCode.Success, (await Cli.RunAsync("check", folder.PathOf("office"))).Code);
    }

    [Fact]
    public async Task Writing_over_a_bundle_takes_its_manifest_along()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);
        string[] init = ["init", folder.PathOf("office"), "--tools", folder.PathOf("office.json")];
        await Cli.RunAsync(init);
        await Cli.RunAsync("check", folder.PathOf("office"), "--write");
        folder.Write("office/policies.cedar", "permit (principal, action, resource);");

        CliRun run = await Cli.RunAsync([.. init, "--force"]);

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.False(File.Exists(folder.PathOf("office/bundle.json")));
        Assert.Equal(ExitCode.Success, (await Cli.RunAsync("check", folder.PathOf("office"))).Code);
    }

    [Theory]
    [InlineData("office/open.cedar")]
    [InlineData("office/OPEN.CEDAR")]
    [InlineData("office/more/open.cedar")]
    [InlineData("office/scenarios/open.cedar")]
    public async Task Policies_that_would_hold_beside_the_new_ones_are_refused_whatever_is_asked_for(string name)
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office).Write(name, "permit (principal, action, resource);");

        CliRun run = await Cli.RunAsync("init", folder.PathOf("office"), "--tools", folder.PathOf("office.json"), "--force");

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith("error: `~/office` holds other policies: ", folder.Unresolve(run.Error), StringComparison.Ordinal);
        Assert.Equal(new[] { name, "office.json" }.Order(StringComparer.Ordinal), folder.Files());
    }

    [Fact]
    public async Task A_folder_that_cannot_take_all_files_gets_none()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office).Write("office/tools.json", "mine").Write("office/entities.json/in-the-way", "");

        CliRun run = await Cli.RunAsync("init", folder.PathOf("office"), "--tools", folder.PathOf("office.json"), "--force");

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Equal(["office.json", "office/entities.json/in-the-way", "office/tools.json"], folder.Files());
        Assert.Equal("mine", folder.Read("office/tools.json"));
    }

    [Fact]
    public async Task What_cannot_be_made_is_said_with_what_to_do_and_leaves_nothing()
    {
        using TemporaryFolder folder = new TemporaryFolder()
            .Write("office.json", Listing.Office)
            .Write("none.json", """{ "tools": [] }""")
            .Write("named.json", """{ "toolsets": { "mail": [ { "name": "read" } ] } }""")
            .Write("twice.json", """{ "tools": [ { "name": "read" }, { "name": "read" } ] }""")
            .Write("file", "");

        await Cli.Verify(
            folder,
            [
                ["init", "~/new", "--tools", "~/nowhere.json"],
                ["init", "~/new", "--tools", "~/none.json"],
                ["init", "~/new", "--tools", "~/twice.json"],
                ["init", "~/new", "--tools", "~/named.json", "--toolset", "post"],
                ["init", "~/new", "--tools", "~/office.json", "--user", " alice"],
                ["init", "~/new", "--tools", "~/office.json", "--toolset", "agentguard"],
                ["init", "~/new", "--tools", "~/office.json", "--toolset", "a.b"],
                ["init", "~/new", "--tools", "~/office.json", "--toolset", "read_only"],
                ["init", "~/destructive", "--tools", "~/office.json"],
                ["init", "~/file", "--tools", "~/office.json"],
                ["init", "~/new"],
                ["init", "~/new", "--tools", "~/office.json", "--", "node"],
                ["init", "~/new", "--tools", "~/office.json", "--header", "a: b"],
                ["init", "~/new", "--config", "~/office.json", "--toolset", "x"],
                ["init", "~/new", "--url", "http://127.0.0.1:1/", "--timeout", "0"],
            ]);

        Assert.Equal(["file", "named.json", "none.json", "office.json", "twice.json"], folder.Files());
    }

    [Theory]
    [InlineData("al\u202eice")]
    [InlineData("alice\nscenarios: []")]
    public async Task A_user_has_a_name_that_can_be_seen(string user)
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);

        CliRun run = await Cli.RunAsync("init", folder.PathOf("office"), "--tools", folder.PathOf("office.json"), "--user", user);

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith("error: nobody can be called `", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', run.Error);
        Assert.Equal(["office.json"], folder.Files());
    }

    [Fact]
    public async Task What_is_written_for_people_fits_into_80_columns()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);
        await Cli.RunAsync("init", folder.PathOf("office"), "--tools", folder.PathOf("office.json"));

        foreach (string file in (string[])[StarterFiles.Policies, StarterFiles.Scenario, "schema.cedarschema"])
        {
            Assert.All(folder.Unresolve(folder.Read($"office/{file}")).Split('\n'), line => Assert.True(line.Length <= 80, line));
        }
    }

    [Fact]
    public async Task Who_is_cancelled_leaves_nothing()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("office.json", Listing.Office);
        using StringWriter output = new();
        using StringReader input = new("");
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        int code = await CommandLine.InvokeAsync(["init", folder.PathOf("office"), "--tools", folder.PathOf("office.json")], new CliConsole(input, output, output), source.Token);

        Assert.Equal(ExitCode.Cancelled, code);
        Assert.Equal(["office.json"], folder.Files());
    }

    private static void Uncomment(TemporaryFolder folder, string file) => folder.Write(file, StarterText.Uncommented(folder.Read(file)));
}
