using System.Text.Json.Nodes;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;
using AgentGuard.Cli.Init;
using static AgentGuard.Principal;

namespace AgentGuard.Cli.Tests.Init;

/// <summary>Whatever a server says of itself, the bundle that is made of it loads, passes its own test, and denies every call.</summary>
public sealed class HostileListingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_a_server_says_the_bundle_loads_and_denies_every_call(int seed)
    {
        HostileTools hostile = new(seed);
        for (int round = 0; round < 12; round++)
        {
            using TemporaryFolder folder = new();
            string[] names = [.. Enumerable.Range(0, 12).Select(_ => hostile.Name()).Distinct()];
            folder.Write("tools.json", Listing.Of("files", names.Select(hostile.Tool)));

            CliRun init = await Cli.RunAsync("init", folder.PathOf("bundle"), "--tools", folder.PathOf("tools.json"), "--user", "alice");

            Assert.True(init.Code == ExitCode.Success, init.Error);
            await AssertDeniesAll(folder, ToolListing.Load(folder.PathOf("tools.json")));
        }
    }

    [Fact]
    public async Task A_thousand_tools_make_a_bundle_that_loads_and_denies_every_call()
    {
        HostileTools hostile = new(5);
        using TemporaryFolder folder = new();
        folder.Write("tools.json", Listing.Of("files", Enumerable.Range(0, 1_000).Select(i => hostile.Tool($"{hostile.Name()}{i}"))));

        CliRun init = await Cli.RunAsync("init", folder.PathOf("bundle"), "--tools", folder.PathOf("tools.json"));

        Assert.True(init.Code == ExitCode.Success, init.Error);
        await AssertDeniesAll(folder, ToolListing.Load(folder.PathOf("tools.json")));
    }

    [Theory]
    [InlineData("\n// @id(\"look\")\npermit (principal, action, resource);\n")]
    [InlineData("*/ permit (principal, action, resource); /*")]
    [InlineData("\r\npermit (principal, action, resource);")]
    [InlineData("\u2028permit (principal, action, resource);")]
    public async Task A_description_writes_no_policy(string description)
    {
        using TemporaryFolder folder = new();
        folder.Write("tools.json", Listing.Of("files", [Listing.Tool("read", description)]));

        await Cli.RunAsync("init", folder.PathOf("bundle"), "--tools", folder.PathOf("tools.json"));

        Assert.DoesNotContain("permit (principal, action, resource)", folder.Read("bundle/policies.cedar"), StringComparison.Ordinal);
        Assert.All(PolicyBundle.Load(folder.PathOf("bundle")).Policies, policy => Assert.Equal(Effect.Forbid, policy.Policy.Effect));
    }

    [Fact]
    public async Task What_turns_the_direction_of_writing_or_cannot_be_seen_is_escaped_in_what_is_written()
    {
        using TemporaryFolder folder = new();
        JsonObject schema = new() { ["type"] = "object", ["properties"] = new JsonObject { ["pa\u202eth\u200b"] = new JsonObject { ["type"] = "string", ["description"] = "\u2066x\ufeff" } } };
        folder.Write("tools.json", Listing.Of("files", [Listing.Tool("قراءة", "\u202egnihton sdaeR\u0000\u001b[2J", schema)]));

        CliRun run = await Cli.RunAsync("init", folder.PathOf("bundle"), "--tools", folder.PathOf("tools.json"));

        string written = string.Concat(StarterFiles.Names.Select(name => folder.Read($"bundle/{name}")));
        Assert.DoesNotContain(written + run.Output, character => character != '\n' && (char.IsControl(character) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format));
        Assert.Contains("Action::\"files.\\u{642}\\u{631}\\u{627}\\u{621}\\u{629}\"", folder.Read("bundle/policies.cedar"), StringComparison.Ordinal);
        Assert.Equal(ToolListing.Load(folder.PathOf("tools.json"))[0].Pin, ToolListing.Load(folder.PathOf("bundle/definitions.json"))[0].Pin);
    }

    [Fact]
    public async Task A_tool_that_calls_itself_a_group_is_in_none_of_that_name()
    {
        using TemporaryFolder folder = new();
        folder.Write("tools.json", Listing.Of("files", [Listing.Tool("read_only"), Listing.Tool("destructive"), Listing.Tool("files"), Listing.Tool("agentguard.approve")]));

        CliRun run = await Cli.RunAsync("init", folder.PathOf("bundle"), "--tools", folder.PathOf("tools.json"));

        Assert.Equal(ExitCode.Success, run.Code);
        await AssertDeniesAll(folder, ToolListing.Load(folder.PathOf("tools.json")));
    }

    private static async Task AssertDeniesAll(TemporaryFolder folder, IReadOnlyList<ToolDefinition> tools)
    {
        string bundle = folder.PathOf("bundle");
        CliRun check = await Cli.RunAsync("check", bundle);
        Assert.True(check.Code == ExitCode.Success, check.Output);
        Assert.Equal(ExitCode.Success, (await Cli.RunAsync("format", bundle, "--check")).Code);
        Assert.True(await BundleProof.PassesAsync(bundle, default));

        using ToolCallGuard guard = ToolCallGuard.FromPolicies(bundle);
        using AgentScope scope = AgentScope.Begin(User("alice"), Agent("assistant"));
        foreach (ToolDefinition tool in tools)
        {
            ToolCallAdmission admission = await guard.AdmitAsync(new ToolCallRequest { Tool = tool, Arguments = ToolArguments.FromJson("{}") });
            Assert.False(admission.IsAdmitted, tool.Id.ToString());
            Assert.Equal(ToolCallStatus.Denied, admission.Refusal!.Status);
        }

        AssertDraftsPermitTheirToolsAlone(folder, tools);
    }

    /// <summary>An author who takes every comment away permits the tools that stand there by name, and nothing else.</summary>
    private static void AssertDraftsPermitTheirToolsAlone(TemporaryFolder folder, IReadOnlyList<ToolDefinition> tools)
    {
        folder.Write("bundle/policies.cedar", StarterText.Uncommented(folder.Read("bundle/policies.cedar")));
        Policy[] permits = [.. PolicyBundle.Load(folder.PathOf("bundle")).Policies.Select(policy => policy.Policy).Where(policy => policy.Effect == Effect.Permit)];

        IEnumerable<EntityUid> permitted = permits.SelectMany(permit => permit.Action.Entities);
        Assert.Equal(tools.Select(tool => tool.Id.ToString()).Order(StringComparer.Ordinal), permitted.Select(action => action.Id).Order(StringComparer.Ordinal));
        Assert.All(permits, permit => Assert.Contains(permit.Id, (string[])["look", "change", "with-care"]));
    }
}
