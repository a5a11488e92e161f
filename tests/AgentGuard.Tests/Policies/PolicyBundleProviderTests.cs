using System.Runtime.Versioning;

namespace AgentGuard.Tests.Policies;

/// <summary>An edit of a bundle is taken up whole or not at all.</summary>
public sealed class PolicyBundleProviderTests
{
    private const string Forbid = "forbid (principal, action, resource);";

    [Fact]
    public void The_first_load_must_succeed()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("treasury.cedar", "permt");

        Assert.Throws<PolicyBundleException>(() => new PolicyBundleProvider(bundle.Folder));
    }

    [Fact]
    public void An_edit_is_taken_up_and_the_bundle_before_it_stays_as_it_was()
    {
        using TemporaryBundle bundle = new();
        using PolicyBundleProvider provider = Manual(bundle);
        PolicyBundle before = provider.Current;
        bundle.Write("treasury.cedar", TemporaryBundle.PermitAll + Forbid).Write("more.cedar", Forbid);

        Assert.True(provider.Reload());

        Assert.Null(provider.LoadError);
        Assert.Equal(3, provider.Current.Policies.Count);
        Assert.NotEqual(before.Version, provider.Current.Version);
        Assert.Single(before.Policies);
    }

    [Fact]
    public void A_folder_that_did_not_change_keeps_its_bundle()
    {
        using TemporaryBundle bundle = new();
        LogRecorder log = new();
        using PolicyBundleProvider provider = Manual(bundle, log);
        PolicyBundle before = provider.Current;

        Assert.True(provider.Reload());

        Assert.Same(before, provider.Current);
        Assert.Single(log.Of("BundleLoaded"));
    }

    [Theory]
    [InlineData("treasury.cedar", "permit (principal, action, resource", "treasury.cedar:1:36: error: ")]
    [InlineData("treasury.cedar", "", "treasury.cedar:1:1: error: the file holds no policy")]
    [InlineData("tools.json", "{ \"tools\": {", "tools.json:1:13: error: the text ends before the JSON does")]
    [InlineData("tools.json", "", "tools.json:1:1: error: the text ends before the JSON does")]
    [InlineData("entities.json", "[{", "entities.json:1:3: error: ")]
    [InlineData("bundle.json", "{", "bundle.json:1:2: error: the text ends before the JSON does")]
    public void A_file_that_is_half_written_keeps_the_last_good_bundle(string file, string text, string error)
    {
        using TemporaryBundle bundle = new();
        using PolicyBundleProvider provider = Manual(bundle);
        PolicyBundle good = provider.Current;
        bundle.Write(file, text);

        Assert.False(provider.Reload());

        Assert.Same(good, provider.Current);
        Assert.StartsWith(error, provider.LoadError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("treasury.cedar")]
    [InlineData("tools.json")]
    [InlineData("entities.json")]
    public void A_file_that_vanished_keeps_the_last_good_bundle(string file)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("more.cedar", Forbid).Write("entities.json", "[]");
        using PolicyBundleProvider provider = Manual(bundle);
        PolicyBundle good = provider.Current;
        bundle.Delete(file);

        Assert.False(provider.Reload());

        Assert.Same(good, provider.Current);
        Assert.Equal($"{file}:1:1: error: the file is not there any more", provider.LoadError);
    }

    [Fact]
    public void A_folder_that_vanished_keeps_the_last_good_bundle()
    {
        using TemporaryBundle bundle = new();
        using PolicyBundleProvider provider = Manual(bundle);
        PolicyBundle good = provider.Current;
        Directory.Move(bundle.Folder, bundle.Folder + "-away");

        Assert.False(provider.Reload());
        Assert.Same(good, provider.Current);
        Assert.NotNull(provider.LoadError);

        Directory.Move(bundle.Folder + "-away", bundle.Folder);
        Assert.True(provider.Reload());
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_cannot_be_read_keeps_the_last_good_bundle()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "this process may read everything");
        using TemporaryBundle bundle = new();
        using PolicyBundleProvider provider = Manual(bundle);
        PolicyBundle good = provider.Current;
        File.SetUnixFileMode(bundle.PathOf("treasury.cedar"), UnixFileMode.None);

        Assert.False(provider.Reload());

        Assert.Same(good, provider.Current);
        Assert.Equal("treasury.cedar:1:1: error: the file cannot be read: access is denied", provider.LoadError);
    }

    [Fact]
    public void A_copy_that_is_under_way_waits_for_its_manifest()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("more.cedar", Forbid);
        BundleManifest.Create(bundle.Folder, "1");
        using PolicyBundleProvider provider = Manual(bundle);
        PolicyBundle good = provider.Current;

        bundle.Write("treasury.cedar", Forbid).Delete("more.cedar");
        Assert.False(provider.Reload());
        Assert.Same(good, provider.Current);
        Assert.Equal("bundle.json:5:5: error: `more.cedar` is listed and cannot be read (and 1 more)", provider.LoadError);

        BundleManifest.Create(bundle.Folder, "2");
        Assert.True(provider.Reload());
        Assert.StartsWith("2+", provider.Current.Version, StringComparison.Ordinal);
        Assert.Equal(["treasury.cedar:1"], provider.Current.Policies.Select(policy => policy.Id));
    }

    [Fact]
    public void A_manifest_that_vanished_does_not_turn_the_check_off()
    {
        using TemporaryBundle bundle = new();
        BundleManifest.Create(bundle.Folder, "1");
        using PolicyBundleProvider provider = Manual(bundle);
        bundle.Delete("bundle.json").Write("treasury.cedar", TemporaryBundle.PermitAll + " ");

        Assert.False(provider.Reload());

        Assert.False(provider.Current.IsDevelopment);
        Assert.Equal("bundle.json:1:1: error: the file is not there any more", provider.LoadError);
    }

    [Fact]
    public void A_manifest_may_be_added_and_its_version_alone_may_change()
    {
        using TemporaryBundle bundle = new();
        using PolicyBundleProvider provider = Manual(bundle);
        foreach (string version in new[] { "1", "2" })
        {
            BundleManifest.Create(bundle.Folder, version);
            Assert.True(provider.Reload());
            Assert.StartsWith($"{version}+", provider.Current.Version, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_edit_that_is_put_right_is_taken_up_and_nothing_is_said_any_more()
    {
        using TemporaryBundle bundle = new();
        using PolicyBundleProvider provider = Manual(bundle);
        bundle.Write("treasury.cedar", "permt");
        provider.Reload();
        bundle.Write("treasury.cedar", Forbid);

        Assert.True(provider.Reload());

        Assert.Null(provider.LoadError);
        Assert.Equal(Cedar.Ast.Effect.Forbid, provider.Current.Policies[0].Policy.Effect);
    }

    [Fact]
    public void An_edit_that_is_taken_back_leaves_the_bundle_in_force()
    {
        using TemporaryBundle bundle = new();
        using PolicyBundleProvider provider = Manual(bundle);
        PolicyBundle good = provider.Current;
        bundle.Write("treasury.cedar", "permt");
        provider.Reload();
        bundle.Write("treasury.cedar", TemporaryBundle.PermitAll);

        Assert.True(provider.Reload());

        Assert.Same(good, provider.Current);
        Assert.Null(provider.LoadError);
    }

    [Fact]
    public void Each_failure_is_logged_once()
    {
        using TemporaryBundle bundle = new();
        LogRecorder log = new();
        using PolicyBundleProvider provider = Manual(bundle, log);
        foreach (string text in new[] { "permt", "permt", "", "" })
        {
            bundle.Write("treasury.cedar", text);
            provider.Reload();
        }

        Assert.Equal(2, log.Of("BundleRefused").Count());
        Assert.Equal(
            $"Error: an edit of {bundle.Folder} is refused, and policy bundle {provider.Current} stays in force: treasury.cedar:1:1: error: the file holds no policy",
            log.Of("BundleRefused").Last());
    }

    [Fact]
    public void The_log_says_what_is_in_force_what_is_unverified_and_what_is_shadowed()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("treasury.cedar", TemporaryBundle.PermitAll + "@shadow " + Forbid);
        LogRecorder log = new();
        using PolicyBundleProvider provider = Manual(bundle, log);

        Assert.Equal([$"Information: policy bundle {provider.Current} is in force, from {bundle.Folder}: 1 policies, 0 tools"], log.Of("BundleLoaded"));
        Assert.Equal([$"Warning: policy bundle {provider.Current} has no bundle.json: its files are taken as they are, as in development"], log.Of("BundleUnverified"));
        Assert.Equal(
            [$"Warning: policy bundle {provider.Current}: treasury.cedar:1:{TemporaryBundle.PermitAll.Length + 1}: warning: `@shadow` takes this forbid out of force: what it stops goes through; take `@shadow` away to put the forbid in force"],
            log.Of("BundleWarning"));
    }

    [Fact]
    public void An_edit_that_no_watcher_sees_is_found_in_time()
    {
        using TemporaryBundle bundle = new();
        ManualTimeProvider clock = new();
        using PolicyBundleProvider provider = new(bundle.Folder, new BundleOptions { TimeProvider = clock });
        bundle.Write("treasury.cedar", Forbid);

        clock.Advance(BundleWatcher.Interval);

        Assert.Equal(Cedar.Ast.Effect.Forbid, provider.Current.Policies[0].Policy.Effect);
    }

    [Fact]
    public void A_broken_edit_that_a_timer_finds_does_not_escape()
    {
        using TemporaryBundle bundle = new();
        ManualTimeProvider clock = new();
        using PolicyBundleProvider provider = new(bundle.Folder, new BundleOptions { TimeProvider = clock });
        bundle.Write("treasury.cedar", "permt");

        clock.Advance(BundleWatcher.Interval);

        Assert.NotNull(provider.LoadError);
    }

    [Fact]
    public void A_provider_that_is_disposed_stops_looking()
    {
        using TemporaryBundle bundle = new();
        ManualTimeProvider clock = new();
        PolicyBundleProvider provider = new(bundle.Folder, new BundleOptions { TimeProvider = clock });
        PolicyBundle last = provider.Current;
        provider.Dispose();
        bundle.Write("treasury.cedar", Forbid);

        clock.Advance(BundleWatcher.Interval);

        Assert.Same(last, provider.Current);
    }

    [Fact]
    public async Task An_edit_is_seen_by_the_watcher_of_the_operating_system()
    {
        using TemporaryBundle bundle = new();
        LogRecorder log = new();
        using PolicyBundleProvider provider = new(bundle.Folder, logger: log);
        Task loaded = log.Next("BundleLoaded");
        bundle.Write("treasury.cedar", Forbid);

        await loaded.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(Cedar.Ast.Effect.Forbid, provider.Current.Policies[0].Policy.Effect);
    }

    [Fact]
    public async Task Nobody_sees_half_of_an_edit()
    {
        using TemporaryBundle bundle = new();
        Edit(0);
        using PolicyBundleProvider provider = Manual(bundle);
        using CancellationTokenSource done = new();
        TaskCompletionSource reading = new();
        Task reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                PolicyBundle current = provider.Current;
                Assert.Equal(current.Policies[0].Id, Assert.Single(current.Catalog.Tools).Id.Name);
                reading.TrySetResult();
            }
        });
        await reading.Task;

        for (int i = 1; i <= 50; i++)
        {
            Edit(i);
            Assert.True(provider.Reload());
        }

        await done.CancelAsync();
        await reader;

        void Edit(int version) => bundle
            .Write("treasury.cedar", $"@id(\"v{version}\") {TemporaryBundle.PermitAll}")
            .Write("tools.json", $$"""{ "tools": { "t.v{{version}}": {} } }""");
    }

    private static PolicyBundleProvider Manual(TemporaryBundle bundle, LogRecorder? log = null) =>
        new(bundle.Folder, new BundleOptions { ReloadOnChange = false }, log);
}
