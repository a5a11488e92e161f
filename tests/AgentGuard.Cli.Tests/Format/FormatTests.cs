using System.Text;

namespace AgentGuard.Cli.Tests.Format;

/// <summary><c>agentguard format</c> never makes of a policy another one, nor of a file half of one.</summary>
public sealed class FormatTests
{
    private const string Untidy = "// who pays\r\npermit(principal is User,action==Action::\"payments.transfer\",resource)when{principal.roles.contains(\"treasurer\")}; // treasurers\r\n";

    private const string Tidy = """
        // who pays
        permit (
          principal is User,
          action == Action::"payments.transfer",
          resource
        )
        when { principal.roles.contains("treasurer") }; // treasurers

        """;

    [Fact]
    public async Task Files_and_folders_are_formatted_and_the_changed_ones_are_listed()
    {
        using TemporaryFolder folder = Treasury.Create();
        folder.Write("treasury/untidy.cedar", Untidy).Write("more/deep/untidy.cedar", Untidy).Write("more/.hidden/untidy.cedar", Untidy);

        await Cli.Verify(folder, [["format", "~/treasury", "~/more", "--check"], ["format", "~/treasury", "~/more"], ["format", "~/treasury", "~/more", "--check"]]);

        Assert.Equal(Tidy.ReplaceLineEndings("\n"), folder.Read("treasury/untidy.cedar"));
        Assert.Equal(Tidy.ReplaceLineEndings("\n"), folder.Read("more/deep/untidy.cedar"));
        Assert.Equal(Untidy, folder.Read("more/.hidden/untidy.cedar"));
        Assert.Equal(Treasury.Policies, folder.Read("treasury/treasury.cedar"));
    }

    [Fact]
    public async Task Check_writes_nothing()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("a.cedar", Untidy);

        CliRun run = await Cli.RunAsync("format", folder.PathOf("a.cedar"), "--check");

        Assert.Equal(ExitCode.Findings, run.Code);
        Assert.Equal(Untidy, folder.Read("a.cedar"));
        Assert.Equal(["a.cedar"], folder.Files());
    }

    [Fact]
    public async Task A_file_that_is_no_cedar_stays_as_it_is_and_the_others_are_formatted()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("a.cedar", "permit (principal, action").Write("b.cedar", Untidy);
        File.WriteAllBytes(folder.PathOf("c.cedar"), [0xFF, 0xFE]);

        await Cli.Verify(folder, [["format", "~/"]]);

        Assert.Equal("permit (principal, action", folder.Read("a.cedar"));
        Assert.Equal(Tidy.ReplaceLineEndings("\n"), folder.Read("b.cedar"));
        Assert.Equal([0xFF, 0xFE], File.ReadAllBytes(folder.PathOf("c.cedar")));
        Assert.Equal(["a.cedar", "b.cedar", "c.cedar"], folder.Files());
    }

    [Fact]
    public async Task A_byte_order_mark_goes_and_the_permissions_stay()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("a.cedar"), Tidy.ReplaceLineEndings("\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.PathOf("a.cedar"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        CliRun run = await Cli.RunAsync("format", folder.PathOf("a.cedar"));

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal(Encoding.UTF8.GetBytes(Tidy.ReplaceLineEndings("\n")), File.ReadAllBytes(folder.PathOf("a.cedar")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.PathOf("a.cedar")));
        }
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("real/a.cedar", Untidy).Write("linked/b.txt", "");
        File.CreateSymbolicLink(folder.PathOf("linked/a.cedar"), folder.PathOf("real/a.cedar"));

        await Cli.RunAsync("format", folder.PathOf("linked/a.cedar"));

        Assert.Equal(folder.PathOf("real/a.cedar"), new FileInfo(folder.PathOf("linked/a.cedar")).LinkTarget);
        Assert.Equal(Tidy.ReplaceLineEndings("\n"), folder.Read("real/a.cedar"));
    }

    [Theory]
    [InlineData(Untidy, null, ExitCode.Success, Tidy)]
    [InlineData(Untidy, "--check", ExitCode.Findings, "standard input\n")]
    [InlineData(Tidy, "--check", ExitCode.Success, "")]
    [InlineData("permit (", null, ExitCode.Findings, "")]
    [InlineData("", null, ExitCode.Success, "")]
    public async Task Standard_input_is_formatted_to_standard_output(string input, string? option, int code, string output)
    {
        CliRun run = await Cli.RunAsync(["format", "-", .. option is null ? Array.Empty<string>() : [option]], input == Tidy ? Tidy.ReplaceLineEndings("\n") : input);

        Assert.Equal(code, run.Code);
        Assert.Equal(output.ReplaceLineEndings("\n"), run.Output);
    }

    [Fact]
    public async Task Who_formats_files_that_a_manifest_lists_is_told_to_write_it_anew()
    {
        using TemporaryFolder folder = Treasury.Create();
        folder.Write("treasury/untidy.cedar", Untidy.Replace("treasurer", "cashier", StringComparison.Ordinal));
        await Cli.RunAsync("check", folder.PathOf("treasury"), "--write");

        await Cli.Verify(folder, [["format", "~/treasury"], ["check", "~/treasury"]]);
    }

    [Fact]
    public async Task What_is_no_policy_file_is_refused()
    {
        using TemporaryFolder folder = Treasury.Create();
        folder.Write("empty/notes.txt", "");

        await Cli.Verify(folder, [["format", "~/treasury/schema.cedarschema"], ["format", "~/treasury/tools.json"], ["format", "~/empty"], ["format", "~/nowhere"]]);
    }

    [Fact]
    public async Task More_than_a_guard_would_load_is_refused()
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("a.cedar", new string('/', (4 << 20) + 1));

        CliRun file = await Cli.RunAsync("format", folder.PathOf("a.cedar"));
        CliRun input = await Cli.RunAsync(["format", "-"], new string('/', 5 << 20));

        Assert.Equal(ExitCode.Failure, file.Code);
        Assert.Equal(ExitCode.Findings, input.Code);
        Assert.Equal("", input.Output);
    }
}
