namespace AgentGuard.Tests.Policies;

/// <summary>A manifest says what belongs to a bundle, and nothing else is taken.</summary>
public sealed class BundleManifestTests
{
    [Fact]
    public void Without_a_manifest_a_bundle_is_for_development_and_named_by_its_folder()
    {
        using TemporaryBundle bundle = new();
        PolicyBundle loaded = bundle.Load();

        Assert.True(loaded.IsDevelopment);
        Assert.Equal("treasury", loaded.Name);
        Assert.Equal(loaded.ContentHash[..12], loaded.Version);
        Assert.Equal($"treasury@{loaded.ContentHash[..12]}", loaded.ToString());
    }

    [Fact]
    public void A_manifest_gives_name_and_version()
    {
        using TemporaryBundle bundle = new();
        PolicyBundle before = bundle.Load();
        BundleManifest manifest = BundleManifest.Create(bundle.Folder, "1.4.0", "eu-treasury");
        PolicyBundle loaded = bundle.Load();

        Assert.False(loaded.IsDevelopment);
        Assert.Equal("eu-treasury", loaded.Name);
        Assert.Equal(before.ContentHash, loaded.ContentHash);
        Assert.Equal($"1.4.0+{before.ContentHash[..12]}", loaded.Version);
        Assert.Equal(["tools.json", "treasury.cedar"], manifest.Files.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_manifest_is_text_that_can_be_reviewed()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("treasury.cedar", "").Write("tools.json", "");
        BundleManifest.Create(bundle.Folder, "2");

        Assert.Equal(
            """
            {
              "name": "treasury",
              "version": "2",
              "files": {
                "tools.json": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "treasury.cedar": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
              }
            }

            """,
            File.ReadAllText(bundle.PathOf("bundle.json")),
            ignoreLineEndingDifferences: true);
        Assert.Equal(["bundle.json", "tools.json", "treasury.cedar"], Directory.GetFiles(bundle.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_manifest_is_written_anew_over_one_that_no_longer_fits()
    {
        using TemporaryBundle bundle = new();
        BundleManifest.Create(bundle.Folder, "1");
        bundle.Write("more.cedar", TemporaryBundle.PermitAll);
        BundleManifest.Create(bundle.Folder, "2");

        Assert.StartsWith("2+", bundle.Load().Version, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listed_file_that_differs_is_refused()
    {
        using TemporaryBundle bundle = new();
        BundleManifest.Create(bundle.Folder, "1");
        bundle.Write("treasury.cedar", TemporaryBundle.PermitAll + " ");

        Assert.Equal("bundle.json:6:5: error: `treasury.cedar` is not the file that is listed → if the change is meant, write the manifest anew", bundle.Refusal());
    }

    [Fact]
    public void A_listed_file_that_is_missing_is_refused()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("more.cedar", TemporaryBundle.PermitAll);
        BundleManifest.Create(bundle.Folder, "1");
        bundle.Delete("more.cedar");

        Assert.Equal("bundle.json:5:5: error: `more.cedar` is listed and cannot be read", bundle.Refusal());
    }

    [Theory]
    [InlineData("more.cedar", TemporaryBundle.PermitAll)]
    [InlineData("MORE.CEDAR", TemporaryBundle.PermitAll)]
    [InlineData("entities.json", "[]")]
    public void A_file_that_is_not_listed_is_refused(string file, string text)
    {
        using TemporaryBundle bundle = new();
        BundleManifest.Create(bundle.Folder, "1");
        bundle.Write(file, text);

        Assert.Equal($"{file}:1:1: error: the file is not listed in `bundle.json` → if it belongs to the bundle, write the manifest anew", bundle.Refusal());
    }

    [Fact]
    public void What_the_guard_does_not_read_need_not_be_listed()
    {
        using TemporaryBundle bundle = new();
        BundleManifest.Create(bundle.Folder, "1");
        bundle.Write("README.md", "# Treasury").Write("treasury.cedar~", "").Write(".draft.cedar", "");

        Assert.False(bundle.Load().IsDevelopment);
    }

    [Theory]
    [InlineData("../tools.json")]
    [InlineData("..")]
    [InlineData("/etc/hosts")]
    [InlineData("sub/x.cedar")]
    [InlineData("sub\\\\x.cedar")]
    [InlineData("C:x.cedar")]
    [InlineData("bundle.json")]
    [InlineData("x\\u0000.cedar")]
    [InlineData("")]
    public void A_path_that_leaves_the_folder_is_refused(string path)
    {
        using TemporaryBundle bundle = new();
        File.WriteAllText(Path.Combine(bundle.Outside, "tools.json"), "{}");
        bundle.Write("bundle.json", $$"""{ "name": "t", "version": "1", "files": { "{{path}}": "sha256:{{new string('0', 64)}}" } }""");

        string refusal = bundle.Refusal();

        Assert.StartsWith("bundle.json:1:43: error: ", refusal, StringComparison.Ordinal);
        Assert.Contains("is not a file of this folder → list file names, without a path", refusal.Split('\n')[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "1:1: error: expected an object, found a list")]
    [InlineData("", "1:1: error: the text ends before the JSON does")]
    [InlineData("""{ "name": "t", "version": 1, "files": {} }""", "1:27: error: expected a string, found a number")]
    [InlineData("""{ "name": "", "version": "1", "files": {} }""", "1:11: error: the text is empty")]
    [InlineData("""{ "version": "1", "files": {} }""", "1:1: error: member `name` is missing")]
    [InlineData("""{ "name": "t", "version": "1" }""", "1:1: error: member `files` is missing")]
    [InlineData("""{ "name": "t", "version": "1", "fils": {}, "files": {} }""", "1:32: error: unknown member `fils` → did you mean `files`?")]
    [InlineData("""{ "name": "t", "version": "1", "files": { "tools.json": "md5:00" } }""", "1:57: error: expected `sha256:` and 64 hex digits")]
    public void A_manifest_with_a_mistake_is_refused(string text, string refusal)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("bundle.json", text);

        Assert.Equal($"bundle.json:{refusal}", bundle.Refusal().Split('\n')[0]);
    }

    [Fact]
    public void A_manifest_with_too_many_files_is_refused()
    {
        using TemporaryBundle bundle = new();
        string files = string.Join(",\n", Enumerable.Range(0, 300).Select(i => $"\"f{i}\": \"x\""));
        bundle.Write("bundle.json", $$"""{ "name": "t", "version": "1", "files": { {{files}} } }""");

        Assert.StartsWith("bundle.json:257:1: error: more than 256 files are listed", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1\n2")]
    public void A_version_is_one_visible_line(string version)
    {
        using TemporaryBundle bundle = new();

        Assert.Throws<ArgumentException>(nameof(version), () => BundleManifest.Create(bundle.Folder, version));
    }
}
