namespace AgentGuard.Build.Tests.Floors;

public sealed class FloorTests : IDisposable
{
    private readonly TemporaryTree _tree = new();

    [Fact]
    public async Task A_reference_to_a_lower_floor_is_fine() =>
        (await CheckAsync("src", "AgentGuard.Mcp", Reference("AgentGuard"), Reference("AgentGuard.Cedar"))).Succeeded();

    [Fact]
    public async Task A_reference_sideways_fails_the_build()
    {
        BuildOutput output = await CheckAsync("src", "AgentGuard.Mcp", Reference("AgentGuard.Testing"));

        output.FailedWith("AG0004: AgentGuard.Mcp, on floor 2, references AgentGuard.Testing, on floor 2: references go down only");
    }

    [Fact]
    public async Task A_reference_up_fails_the_build() =>
        (await CheckAsync("src", "AgentGuard", Reference("AgentGuard.Testing"))).FailedWith("AG0004");

    [Fact]
    public async Task A_sample_that_references_a_sample_fails_the_build() =>
        (await CheckAsync("samples", "Quickstart", "<ProjectReference Include=\"../Other/Other.csproj\" />")).FailedWith("AG0003");

    [Fact]
    public async Task A_sample_may_reference_an_adapter() =>
        (await CheckAsync("samples", "Quickstart", "<ProjectReference Include=\"../../src/AgentGuard.Mcp/AgentGuard.Mcp.csproj\" />")).Succeeded();

    [Fact]
    public async Task A_project_without_a_floor_fails_the_build() =>
        (await CheckAsync("src", "AgentGuard.Extra", Reference("AgentGuard"))).FailedWith("AG0002");

    [Fact]
    public async Task A_package_beneath_the_policy_language_fails_the_build() =>
        (await CheckAsync("src", "AgentGuard.Cedar", "<PackageReference Include=\"Spectre.Console\" />")).FailedWith("AG0005");

    public void Dispose() => _tree.Dispose();

    private static string Reference(string name) => $"<ProjectReference Include=\"../{name}/{name}.csproj\" />";

    private Task<BuildOutput> CheckAsync(string folder, string name, params string[] items) =>
        _tree.DotnetAsync("msbuild", _tree.WriteProject(folder, name, items), "-target:CheckFloors");
}
