namespace AgentGuard.Tests.Policies;

/// <summary>What is read from a folder, and what is not.</summary>
public sealed class BundleFolderTests
{
    [Fact]
    public void A_relative_folder_is_taken_from_the_content_root()
    {
        using TemporaryBundle bundle = new();

        Assert.Equal("treasury", PolicyBundle.Load("treasury", new BundleOptions { ContentRoot = bundle.Outside }).Name);
    }

    [Fact]
    public void A_folder_that_is_nowhere_is_refused_with_each_place_that_was_looked_at()
    {
        using TemporaryBundle bundle = new();
        BundleOptions options = new() { ContentRoot = bundle.Outside };

        PolicyBundleException refusal = Assert.Throws<PolicyBundleException>(() => PolicyBundle.Load("no-such-bundle", options));

        Assert.Equal("there is no such folder", Assert.Single(refusal.Diagnostics).Message);
        Assert.Equal($"looked for `{Path.Combine(bundle.Outside, "no-such-bundle")}`, `{Path.Combine(AppContext.BaseDirectory, "no-such-bundle")}`", refusal.Diagnostics[0].Help);
    }

    [Fact]
    public void Policies_of_all_files_are_read_in_the_order_of_their_names()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("b.cedar", TemporaryBundle.PermitAll).Write("B.CEDAR", TemporaryBundle.PermitAll).Write("a.cedar", TemporaryBundle.PermitAll);

        Assert.Equal(["B.CEDAR:1", "a.cedar:1", "b.cedar:1", "treasury.cedar:1"], bundle.Load().Policies.Select(policy => policy.Position));
    }

    [Fact]
    public void A_template_is_refused_with_its_place()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("shared.cedar", "@id(\"shared\")\npermit (principal == ?principal, action, resource);\n");

        PolicyBundleException refusal = Assert.Throws<PolicyBundleException>(() => bundle.Load());

        Assert.Equal(
            "shared.cedar:2:22: error: expected a static policy, and the slot `?principal` makes this one a template",
            Assert.Single(refusal.Diagnostics).ToString());
    }

    [Fact]
    public void A_folder_without_policies_is_refused()
    {
        using TemporaryBundle bundle = new();
        bundle.Delete("treasury.cedar");

        Assert.EndsWith("error: the folder holds no policy file → policies are in files that end in `.cedar`", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_tools_is_refused()
    {
        using TemporaryBundle bundle = new();
        bundle.Delete("tools.json");

        Assert.Equal("tools.json:1:1: error: the file is missing → it says which tools there are; without it every call is denied", bundle.Refusal());
        Assert.Equal(
            $"""
            the policy bundle `{bundle.Folder}` is refused
            error: the file is missing
             --> tools.json
              = help: it says which tools there are; without it every call is denied
            """.ReplaceLineEndings("\n"),
            Assert.Throws<PolicyBundleException>(() => bundle.Load()).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("// forbids to come\n")]
    public void A_policy_file_without_a_policy_is_refused_because_it_may_be_half_written(string text)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("forbids.cedar", text);

        Assert.Equal("forbids.cedar:1:1: error: the file holds no policy → delete it if it is not needed", bundle.Refusal());
    }

    [Fact]
    public void A_policy_with_a_mistake_is_refused_where_it_stands()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("treasury.cedar", "permit (principal, action, resource);\nforbd (principal, action, resource);");

        Assert.StartsWith("treasury.cedar:2:1: error: ", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_in_a_folder_below_is_refused_because_nobody_reads_it()
    {
        using TemporaryBundle bundle = new();
        Directory.CreateDirectory(bundle.PathOf("eu"));
        bundle.Write(Path.Combine("eu", "forbids.cedar"), TemporaryBundle.PermitAll);

        Assert.Equal(
            $"{Path.Combine("eu", "forbids.cedar")}:1:1: error: a policy in a folder within the bundle is not read → move the file up, or load that folder as a bundle of its own",
            bundle.Refusal());
    }

    [Fact]
    public void A_link_to_a_file_elsewhere_is_refused()
    {
        using TemporaryBundle bundle = new();
        string elsewhere = Path.Combine(bundle.Outside, "elsewhere.cedar");
        File.WriteAllText(elsewhere, TemporaryBundle.PermitAll);
        File.CreateSymbolicLink(bundle.PathOf("linked.cedar"), elsewhere);

        Assert.Equal("linked.cedar:1:1: error: the file is a link that leaves the folder → copy the file into the folder", bundle.Refusal());
    }

    [Fact]
    public void A_link_through_a_folder_elsewhere_is_refused()
    {
        using TemporaryBundle bundle = new();
        string elsewhere = Directory.CreateDirectory(Path.Combine(bundle.Outside, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "linked.cedar"), TemporaryBundle.PermitAll);
        Directory.CreateSymbolicLink(bundle.PathOf("..data"), elsewhere);
        File.CreateSymbolicLink(bundle.PathOf("linked.cedar"), Path.Combine("..data", "linked.cedar"));

        Assert.Equal("linked.cedar:1:1: error: the file is a link that leaves the folder → copy the file into the folder", bundle.Refusal());
    }

    [Fact]
    public void Links_that_stay_in_the_folder_are_followed_as_mounted_volumes_have_them()
    {
        using TemporaryBundle bundle = new();
        Directory.CreateDirectory(bundle.PathOf("..2026_01_01"));
        bundle.Delete("treasury.cedar").Write(Path.Combine("..2026_01_01", "treasury.cedar"), TemporaryBundle.PermitAll);
        Directory.CreateSymbolicLink(bundle.PathOf("..data"), "..2026_01_01");
        File.CreateSymbolicLink(bundle.PathOf("treasury.cedar"), Path.Combine("..data", "treasury.cedar"));

        Assert.Single(bundle.Load().Policies);
    }

    [Fact]
    public void The_folder_itself_may_be_a_link()
    {
        using TemporaryBundle bundle = new();
        string link = Path.Combine(bundle.Outside, "current");
        Directory.CreateSymbolicLink(link, bundle.Folder);

        Assert.Single(PolicyBundle.Load(link).Policies);
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        using TemporaryBundle bundle = new();
        File.CreateSymbolicLink(bundle.PathOf("a.cedar"), "b.cedar");
        File.CreateSymbolicLink(bundle.PathOf("b.cedar"), "a.cedar");

        Assert.Equal("a.cedar:1:1: error: the file cannot be read: too many symbolic links", bundle.Refusal().Split('\n')[0]);
    }

    [Fact]
    public void A_link_to_nothing_is_refused()
    {
        using TemporaryBundle bundle = new();
        File.CreateSymbolicLink(bundle.PathOf("a.cedar"), "gone.txt");

        Assert.Equal("a.cedar:1:1: error: the file cannot be read: it is not there any more", bundle.Refusal());
    }

    [Theory]
    [InlineData("Entities.json", "entities.json")]
    [InlineData("TOOLS.JSON", "tools.json")]
    [InlineData("Bundle.json", "bundle.json")]
    public void A_file_of_the_bundle_whose_name_differs_in_case_is_refused_and_not_left_out(string file, string meant)
    {
        using TemporaryBundle bundle = new();
        bundle.Write(file, "{}");

        Assert.Equal($"{file}:1:1: error: the file is not `{meant}`: names are exact → rename it, or take it away", bundle.Refusal());
    }

    [Fact]
    public void Too_many_files_are_refused()
    {
        using TemporaryBundle bundle = new();
        for (int i = 0; i < 256; i++)
        {
            bundle.Write($"p{i}.cedar", TemporaryBundle.PermitAll);
        }

        Assert.EndsWith("error: the folder holds more than 256 files of a bundle", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("treasury.cedar", TemporaryBundle.PermitAll + new string(' ', 4 << 20));

        Assert.Equal("treasury.cedar:1:1: error: the file is too large: a file may have 4 MiB, all together 32 MiB", bundle.Refusal());
    }

    [Fact]
    public void Files_that_are_too_large_together_are_refused()
    {
        using TemporaryBundle bundle = new();
        for (int i = 0; i < 9; i++)
        {
            bundle.Write($"p{i}.cedar", TemporaryBundle.PermitAll + new string(' ', (4 << 20) - 100));
        }

        Assert.StartsWith("p8.cedar:1:1: error: the file is too large", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_policies_are_refused()
    {
        using TemporaryBundle bundle = new();
        string half = string.Concat(Enumerable.Repeat("permit(principal,action,resource);\n", 5_000));
        bundle.Write("a.cedar", half).Write("b.cedar", half);

        Assert.Equal("treasury.cedar:1:1: error: with this file the bundle has more than 10000 policies", bundle.Refusal());
    }

    [Theory]
    [InlineData("payments.transferr", "did you mean `Action::\"payments.transfer\"`?")]
    [InlineData("mony", "did you mean `Action::\"money\"`?")]
    [InlineData("agentguard.aprove", "did you mean `Action::\"agentguard.approve\"`?")]
    public void An_action_that_no_call_has_is_warned_of_because_its_forbid_stops_nothing(string action, string help)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", """{ "tools": { "payments.transfer": { "groups": ["money"] } } }""");
        bundle.Write("treasury.cedar", $"forbid (principal is Agent, action in [Action::\"money\", Action::\"{action}\"], resource);\npermit (principal is User, action, resource);");

        Assert.Equal($"treasury.cedar:1:29: warning: `Action::\"{action}\"` is neither a tool nor a group of the catalog, so no call has it → {help}", bundle.Warnings());
    }

    [Fact]
    public void Actions_that_calls_have_are_not_warned_of()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", """{ "tools": { "payments.transfer": { "groups": ["money"] } } }""");
        bundle.Write("treasury.cedar", """
            forbid (principal is Agent, action in [Action::"money", Action::"payments.transfer", Action::"agentguard.approve"], resource);
            permit (principal is User, action, resource);
            """);

        Assert.Empty(bundle.Load().Warnings);
    }
}
