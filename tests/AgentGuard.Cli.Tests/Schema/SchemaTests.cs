using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;

namespace AgentGuard.Cli.Tests.Schema;

/// <summary><c>agentguard schema</c> prints what other Cedar tools read.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task The_schema_is_printed_in_both_forms()
    {
        using TemporaryFolder folder = Treasury.Create();

        await Cli.Verify(folder, [["schema", "~/treasury"], ["schema", "~/treasury", "--json"]]);
    }

    [Fact]
    public async Task Both_forms_are_the_same_schema()
    {
        using TemporaryFolder folder = Treasury.Create();
        CliRun text = await Cli.RunAsync("schema", folder.PathOf("treasury"));
        CliRun json = await Cli.RunAsync("schema", folder.PathOf("treasury"), "--json");

        Assert.Equal(CedarSchema.Parse(new SourceText(text.Output)).Print(), CedarSchemaJson.Parse(new SourceText(json.Output)).Print());
    }

    [Fact]
    public async Task Without_definitions_it_says_what_is_missing_and_prints_the_rest()
    {
        using TemporaryFolder folder = Treasury.Create();
        File.Delete(folder.PathOf("treasury/definitions.json"));

        await Cli.Verify(folder, [["schema", "~/treasury"]]);
    }

    [Fact]
    public async Task A_policy_that_does_not_fit_the_tools_does_not_hide_their_schema()
    {
        using TemporaryFolder folder = Treasury.Create();
        folder.Write("treasury/wrong.cedar", "permit (principal is User, action == Action::\"payments.transfer\", resource) when { context.input.amuont > 1 };");

        CliRun run = await Cli.RunAsync("schema", folder.PathOf("treasury"));

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Contains("amount: Long", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_that_cannot_be_read_has_no_schema()
    {
        using TemporaryFolder folder = Treasury.Create();
        folder.Write("treasury/schema.cedarschema", "entity User { roles: Set<Strin> };");

        await Cli.Verify(folder, [["schema", "~/treasury"], ["schema", "~/nowhere"], ["schema", "~/treasury", "--tools", "~/nowhere.json"]]);
    }
}
