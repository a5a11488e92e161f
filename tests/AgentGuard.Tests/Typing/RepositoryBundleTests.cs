using AgentGuard.Tests.Policies;

namespace AgentGuard.Tests.Typing;

/// <summary>The bundles that come with the repository.</summary>
public sealed class RepositoryBundleTests
{
    public static TheoryData<string> UseCases { get; } =
        new(Directory.EnumerateDirectories(RepositoryFolder.Of("policies", "use-cases")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    private static readonly ToolDefinition[] s_tools =
    [
        Tool("mail.read", ("id", "integer")),
        Tool("files.delete", ("path", "string")),
        Tool("payments.transfer", ("to", "string"), ("amount", "integer")),
    ];

    [Fact]
    public void The_treasury_fits_its_tools() => Assert.Empty(Load("treasury", s_tools).Warnings);

    [Fact]
    public void The_quickstart_fits_its_tools() => Assert.Empty(Load("quickstart", [.. s_tools, Tool("crm.read", ("name", "string"))]).Warnings);

    [Fact]
    public void The_notes_fit_their_tools() => Assert.Empty(Load("notes", [Tool("notes.read", ("title", "string")), Tool("notes.delete", ("title", "string"))]).Warnings);

    [Theory]
    [MemberData(nameof(UseCases))]
    public void A_use_case_is_taken_without_a_warning(string name) => Assert.Empty(Load(Path.Combine("use-cases", name), []).Warnings);

    [Theory]
    [InlineData("B2-workload-and-task", "lake.read", "dataset")]
    [InlineData("E3-stale-rotation", "backup.run", "target")]
    [InlineData("P2-risk-threshold", "files.delete", "path")]
    [InlineData("P4-step-up-for-production", "release.deploy", "stage")]
    [InlineData("R1-workload-environment-and-hours", "ledger.close", "ledger")]
    [InlineData("R2-tenant-and-purpose", "database.export", "table")]
    [InlineData("R4-spiffe-identity", "invoices.read", "id")]
    public void A_use_case_with_a_schema_fits_its_tool(string name, string tool, string argument) =>
        Assert.Empty(Load(Path.Combine("use-cases", name), [Tool(tool, (argument, "string"))]).Warnings);

    private static PolicyBundle Load(string folder, ToolDefinition[] tools) =>
        PolicyBundle.Load(RepositoryFolder.Of("policies", folder), new BundleOptions { Tools = tools });

    /// <summary>As a function with required parameters is described.</summary>
    private static ToolDefinition Tool(string id, params (string Name, string Type)[] arguments)
    {
        string properties = string.Join(", ", arguments.Select(argument => $$"""
            "{{argument.Name}}": { "type": "{{argument.Type}}" }
            """));
        string required = string.Join(", ", arguments.Select(argument => $"\"{argument.Name}\""));
        return TypedBundle.Tool(id, $$"""{ "type": "object", "properties": { {{properties}} }, "required": [{{required}}] }""");
    }
}
