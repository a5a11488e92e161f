using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace AgentGuard.Build.Tests.Feed;

public sealed class FeedProbeTests(PackedStandIns packed) : IClassFixture<PackedStandIns>, IDisposable
{
    private readonly TemporaryTree _tree = new();

    [Fact]
    public async Task What_no_source_has_is_stood_in_for_with_a_message_and_without_a_warning()
    {
        BuildOutput output = (await RestoreAsync()).Succeeded();

        Assert.All(TemporaryTree.ProbedPackages, id =>
            Assert.Contains($"A stand-in takes the place of {id} {TemporaryTree.ProbedVersion}. NU1101", output.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("warning", output.Text, StringComparison.Ordinal);
        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Equal("project", ResolvedType(id)));
    }

    [Fact]
    public async Task Packages_of_an_additional_source_are_taken_and_given_up_again_with_it()
    {
        string additional = $"-p:RestoreAdditionalProjectSources={packed.Folder}";

        (await RestoreAsync()).Succeeded();
        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Equal("project", ResolvedType(id)));

        BuildOutput output = (await RestoreAsync(additional)).Succeeded();
        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Equal("package", ResolvedType(id)));
        Assert.DoesNotContain("stand-in", output.Text, StringComparison.Ordinal);

        Directory.Delete(_tree.At("packages"), recursive: true);
        (await RestoreAsync()).Succeeded();
        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Equal("project", ResolvedType(id)));
    }

    [Fact]
    public async Task Another_source_that_lacks_them_too_is_asked_and_changes_nothing()
    {
        (await RestoreAsync()).Succeeded();

        BuildOutput output = (await RestoreAsync($"-p:RestoreAdditionalProjectSources={Directory.CreateDirectory(_tree.At("some")).FullName}")).Succeeded();

        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Contains($"A stand-in takes the place of {id} ", output.Text, StringComparison.Ordinal));
        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Equal("project", ResolvedType(id)));
    }

    [Fact]
    public async Task One_missing_package_does_not_hide_another()
    {
        string some = Directory.CreateDirectory(_tree.At("some")).FullName;
        string found = $"Microsoft.Extensions.AI.{TemporaryTree.ProbedVersion}.nupkg";
        File.Copy(Path.Combine(packed.Folder, found), Path.Combine(some, found));

        (await RestoreAsync($"-p:RestoreAdditionalProjectSources={some}")).Succeeded();

        Assert.Equal("package", ResolvedType("Microsoft.Extensions.AI"));
        Assert.Equal("project", ResolvedType("Microsoft.SemanticKernel.Abstractions"));
        Assert.Equal("project", ResolvedType("Verify.Xunit"));
    }

    [Fact]
    public async Task A_package_whose_part_is_missing_is_stood_in_for()
    {
        string some = Directory.CreateDirectory(_tree.At("some")).FullName;
        EmptyPackage.Write(some, "Verify.Xunit", TemporaryTree.ProbedVersion, dependency: "Verify");

        BuildOutput output = (await RestoreAsync($"-p:RestoreAdditionalProjectSources={some}")).Succeeded();

        Assert.Contains("Unable to find package Verify.", output.Text, StringComparison.Ordinal);
        Assert.Equal("project", ResolvedType("Verify.Xunit"));
    }

    [Fact]
    public async Task A_feed_that_is_down_fails_the_restore_and_chooses_nothing()
    {
        string config = _tree.WriteNuGetConfig("down.config", $"https://127.0.0.1:{ClosedPort()}/index.json");

        BuildOutput output = await RestoreAsync($"-p:RestoreConfigFile={config}");

        output.FailedWith("AG0006");
        Assert.Contains("NU1301", output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("stand-in", output.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(_tree.At("artifacts", "feed.missing")));
    }

    [Fact]
    public async Task An_answer_is_not_asked_for_twice()
    {
        (await RestoreAsync()).Succeeded();
        DateTime asked = File.GetLastWriteTimeUtc(_tree.At("artifacts", "feed.missing"));

        BuildOutput output = (await RestoreAsync()).Succeeded();

        Assert.DoesNotContain("stand-in", output.Text, StringComparison.Ordinal);
        Assert.Equal(asked, File.GetLastWriteTimeUtc(_tree.At("artifacts", "feed.missing")));
    }

    [Fact]
    public async Task Forced_stand_ins_take_the_place_of_what_a_source_has_and_leave_a_normal_build_alone()
    {
        string additional = $"-p:RestoreAdditionalProjectSources={packed.Folder}";

        (await RestoreAsync(additional, "-p:ForceStandIns=true")).Succeeded();
        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Equal("project", ResolvedType(id, _tree.At("artifacts", "stand-ins", "obj", "Consumer"))));
        Assert.False(File.Exists(_tree.At("artifacts", "feed.missing")));
        Assert.False(Directory.Exists(_tree.At("tests", "Consumer", "obj")));

        (await RestoreAsync(additional)).Succeeded();
        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Equal("package", ResolvedType(id)));
    }

    [Fact]
    public async Task Nothing_can_be_packed_against_a_stand_in()
    {
        (await RestoreAsync()).Succeeded();

        BuildOutput output = await _tree.DotnetAsync("msbuild", "tests/Consumer", "-target:Pack", "-p:IsPackable=true", "-p:NoBuild=true");

        output.FailedWith("AG0001: Consumer cannot be packed against a stand-in");
    }

    [Fact]
    public async Task A_solution_asks_before_it_restores()
    {
        WriteConsumer();
        string solution = _tree.Write("All.slnx", "<Solution><Project Path=\"tests/Consumer/Consumer.csproj\" /></Solution>");

        (await _tree.DotnetAsync("restore", solution)).Succeeded();

        Assert.All(TemporaryTree.ProbedPackages, id => Assert.Equal("project", ResolvedType(id)));
    }

    public void Dispose() => _tree.Dispose();

    private static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<BuildOutput> RestoreAsync(params string[] options)
    {
        WriteConsumer();
        return _tree.DotnetAsync(["restore", "tests/Consumer", .. options]);
    }

    private void WriteConsumer() =>
        _tree.WriteProject("tests", "Consumer", [.. TemporaryTree.ProbedPackages.Select(id => $"<PackageReference Include=\"{id}\" />")]);

    private string? ResolvedType(string id, string? folder = null)
    {
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder ?? _tree.At("tests", "Consumer", "obj"), "project.assets.json")));
        return assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Single(library => library.Name.StartsWith(id + "/", StringComparison.OrdinalIgnoreCase))
            .Value.GetProperty("type").GetString();
    }
}
