namespace AgentGuard.Build.Tests.Feed;

/// <summary>A folder source in which the stand-ins lie under the ids of the real packages.</summary>
public sealed class PackedStandIns : IAsyncLifetime, IDisposable
{
    private readonly TemporaryTree _tree = new();

    internal string Folder => _tree.At("feed");

    public async Task InitializeAsync()
    {
        // A package needs what it depends on to be packed before it.
        foreach (string id in TemporaryTree.ProbedPackages)
        {
            (await _tree.DotnetAsync(
                "pack",
                $"tests/StandIns/{id}",
                "-p:PackStandIn=true",
                $"-p:Version={TemporaryTree.ProbedVersion}",
                $"-p:RestoreAdditionalProjectSources={Directory.CreateDirectory(Folder).FullName}",
                "--output",
                Folder)).Succeeded();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _tree.Dispose();
}
