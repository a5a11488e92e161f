using System.Text;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Testing.Tests.Files;

/// <summary>However a file is damaged, it is read, or what is wrong with it is told at a place in it.</summary>
public sealed class ScenarioFuzzTests
{
    private const string Yaml = """
        # A comment
        as: [user alice, { principal: agent bot, claims: { scope: [a] } }]
        scenarios:
          - scenario: "It's €5"
            facts: { user alice: { level: 3 } }
            steps:
              - says: |
                  Pay 5
              - call: payments.transfer
                with: { to: 'x', amount: -1.5e2, on: no }
                expect: denied
                because: not-permitted
              - parallel:
                  - - after: 1h
                  - { approved: user fay }

        """;

    private const string Json = """
        { "scenario": "\u00e9😀", "as": ["user alice"],
          "steps": [ { "call": "x.y", "with": { "n": [1, 2.5e-3, true, null] }, "expect": "held", "by": "p" } ] }
        """;

    public static TheoryData<string, string> Files => new() { { "a.yaml", Yaml }, { "a.json", Json } };

    [Theory]
    [MemberData(nameof(Files))]
    public void However_a_file_is_damaged_it_is_read_or_told_of(string name, string text)
    {
        string[] insertions = [.. "[]{}:-?*&!|>%@`\"'#,~\\\n\t \0\u0085\uFEFF\ud800".Select(c => $"{c}"), "\n- ", ": ", "---\n", "...\n", "<<: ", "\r\n", "0x1", "\u2028"];
        Assert.Empty(Faults(name, text));
        for (int i = 0; i < text.Length; i++)
        {
            Check(text.Remove(i, 1));
            Check(text[..i]);
            Check(text[i..]);
            foreach (string inserted in insertions)
            {
                Check(text.Insert(i, inserted));
            }
        }

        void Check(string damaged) => Assert.All(Faults(name, damaged), fault =>
        {
            Assert.NotEmpty(fault.Render());
            Assert.InRange(fault.Span.End, 0, damaged.Length);
        });
    }

    [Theory]
    [InlineData("[", "", 20_000)]
    [InlineData("{\"a\":", "", 20_000)]
    [InlineData("- ", "", 20_000)]
    [InlineData("? ", "", 20_000)]
    [InlineData("a:\n ", "", 2_000)]
    [InlineData("{a: ", "}", 20_000)]
    [InlineData("\"", "", 50_000)]
    [InlineData("a: b\n", "", 50_000)]
    public void However_long_a_file_is_it_is_told_of_in_the_end(string before, string after, int times)
    {
        string text = string.Concat(Enumerable.Repeat(before, times)) + string.Concat(Enumerable.Repeat(after, times));

        Assert.NotEmpty(Faults("a.yaml", text));
        Assert.NotEmpty(Faults("a.json", text));
    }

    private static IReadOnlyList<Diagnostic> Faults(string name, string text)
    {
        BundleDiagnostics diagnostics = new();
        string bytes = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // as it comes from a file
        IReadOnlyList<Scenario> scenarios = ScenarioReader.Read(new SourceText(bytes, name), "policies", [], diagnostics);
        Assert.True(scenarios.Count > 0 || diagnostics.HasErrors);
        return diagnostics.All;
    }
}
