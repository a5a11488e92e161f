using VerifyTests;
using VerifyXunit;

namespace AgentGuard.Build.Tests.StandIns;

public sealed class VerifyStandInTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentguard-").FullName;

    [Fact]
    public async Task Text_that_was_never_accepted_fails_and_is_left_to_be_looked_at()
    {
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => Verify("hello\r\nworld"));

        string name = nameof(VerifyStandInTests) + "." + nameof(Text_that_was_never_accepted_fails_and_is_left_to_be_looked_at);
        Assert.Equal("hello\nworld", File.ReadAllText(At($"{name}.received.txt")));
        Assert.False(File.Exists(At($"{name}.verified.txt")));
        Assert.StartsWith($"Directory: {_folder}\nNew:\n  - Received: {name}.received.txt\n    Verified: {name}.verified.txt\n", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\nb")]
    [InlineData("a\nb\n")]
    [InlineData("\uFEFFa\nb")]
    public async Task Line_ends_a_last_line_end_and_a_byte_order_mark_make_no_difference(string accepted)
    {
        Accept("same", accepted);
        File.WriteAllText(At("same.received.txt"), "of an earlier run");

        VerifyResult result = await Verify("a\nb").UseFileName("same");

        Assert.Equal("a\nb", result.Text);
        Assert.False(File.Exists(At("same.received.txt")));
    }

    [Theory]
    [InlineData("a\nb\n\n")]
    [InlineData("a\n b")]
    [InlineData("A\nb")]
    [InlineData("")]
    public async Task Any_other_difference_fails_and_shows_both(string accepted)
    {
        Accept("other", accepted);

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => Verify("a\nb").UseFileName("other"));

        Assert.Contains($"NotEqual:\n\nReceived: other.received.txt\na\nb\nVerified: other.verified.txt\n{accepted}\n", failure.Message, StringComparison.Ordinal);
        Assert.Equal(accepted, File.ReadAllText(At("other.verified.txt")));
    }

    [Theory]
    [InlineData("plain", 7)]
    [InlineData("a/b:c", 8)]
    public async Task Each_row_of_a_theory_has_a_file_of_its_own(string text, int number)
    {
        string value = text.Replace('/', '-').Replace(':', '-');
        Accept($"{nameof(VerifyStandInTests)}.{nameof(Each_row_of_a_theory_has_a_file_of_its_own)}_text={value}_number={number}", text);

        await Verify(text).UseParameters(text, number);
    }

    [Fact]
    public async Task A_second_comparison_under_the_same_name_is_refused()
    {
        Accept("twice", "a");
        await Verify("a").UseFileName("twice");

        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Verify("a").UseFileName("twice"));

        Assert.Contains("has already been used", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_cannot_change_a_comparison_that_has_started()
    {
        Accept("started", "a");
        SettingsTask task = Verify("a").UseFileName("started");
        await task;

        Assert.Throws<InvalidOperationException>(() => { _ = task.UseDirectory("elsewhere"); });
    }

    [Fact]
    public void A_file_name_excludes_the_parts_that_it_replaces()
    {
        Assert.Throws<InvalidOperationException>(() => { _ = Verify("a").UseFileName("name").UseMethodName("method"); });
        Assert.Throws<InvalidOperationException>(() => { _ = Verify("a").UseMethodName("method").UseFileName("name"); });
    }

    [Fact]
    public async Task Emptiness_and_absence_are_written_as_words()
    {
        Accept("empty", "emptyString");
        Accept("null", "null");

        await Verify("").UseFileName("empty");
        await Verify(null).UseFileName("null");
    }

    [Fact]
    public async Task A_folder_is_relative_to_the_source_of_the_test()
    {
        string source = At("Some.cs");
        Directory.CreateDirectory(At("Snapshots"));
        Accept("Snapshots/beside", "a");

        await Verifier.Verify("a", sourceFile: source).UseDirectory("Snapshots").UseFileName("beside");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SettingsTask Verify(string? text) => Verifier.Verify(text).UseDirectory(_folder);

    private void Accept(string name, string text) => File.WriteAllText(At($"{name}.verified.txt"), text);

    private string At(string name) => Path.Combine(_folder, name);
}
