namespace AgentGuard.Build.Tests.Docs;

/// <summary>A guarantee names its test as <c>`ClassTests.A_sentence`</c>; the test has to be there.</summary>
public sealed class GuaranteePageTests
{
    [SkippableFact]
    public void Every_test_that_a_guarantee_names_exists()
    {
        string page = Repository.At("docs", "guarantees.md");
        Skip.IfNot(File.Exists(page), "docs/guarantees.md is not there");

        string[] named = [.. File.ReadLines(page).SelectMany(TestNames.In)];
        HashSet<string> tests = [.. Repository.Files("tests", "*.cs").SelectMany(file => TestNames.DeclaredIn(File.ReadAllText(file)))];

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, tests));
    }

    [SkippableFact]
    public void Every_row_of_the_page_names_a_test()
    {
        string page = Repository.At("docs", "guarantees.md");
        Skip.IfNot(File.Exists(page), "docs/guarantees.md is not there");

        string[] rows = [.. RowsOf(File.ReadAllLines(page))];

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.NotEmpty(TestNames.In(row)));
    }

    [Fact]
    public void Names_are_read_from_a_row() =>
        Assert.Equal(["ExampleTests.A_doubt_denies"], TestNames.In("| A doubt denies, `Deny` | `ExampleTests.A_doubt_denies` |"));

    [Fact]
    public void Tests_are_read_from_a_class() =>
        Assert.Equal(
            ["ExampleTests.A_doubt_denies", "ExampleTests.A_theory"],
            TestNames.DeclaredIn("""
                public sealed class ExampleTests(Fixture fixture) : IDisposable
                {
                    [Fact]
                    public async Task A_doubt_denies() => await X();

                    [Theory]
                    [InlineData("public void Not_a_test()")]
                    public void A_theory(string text)
                    {
                    }

                    private static void Helper()
                    {
                    }
                }
                """));

    /// <summary>The lines of tables, without each table's head.</summary>
    private static IEnumerable<string> RowsOf(string[] lines)
    {
        bool inBody = false;
        foreach (string line in lines)
        {
            inBody = line.StartsWith('|') && (inBody || IsDivider(line));
            if (inBody && !IsDivider(line))
            {
                yield return line;
            }
        }
    }

    private static bool IsDivider(string line) => line.StartsWith("|-", StringComparison.Ordinal);
}
