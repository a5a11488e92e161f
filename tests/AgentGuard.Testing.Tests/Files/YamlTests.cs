using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using static AgentGuard.Testing.Tests.Files.ScenarioFolder;

namespace AgentGuard.Testing.Tests.Files;

/// <summary>YAML is read for what it looks like, and what makes types, copies or surprises of text is refused.</summary>
public sealed class YamlTests
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "an anchor", "a: &x 1" },
        { "an alias", "a: *x" },
        { "a tag of YAML's own", "a: !!int 1" },
        { "a tag of a type", "a: !System.Diagnostics.Process { start: calc }" },
        { "a tag that is empty", "a: ! 1" },
        { "a directive", "%YAML 1.1\n---\na: 1" },
        { "a second document", "a: 1\n---\nb: 2" },
        { "a name that is a list", "? [a]\n: 1" },
        { "a name that stands twice", "a: 1\na: 2" },
        { "a name that stands twice, quoted", "a: 1\n\"a\": 2" },
        { "a tab for indentation", "a:\n\tb: 1" },
        { "a bracket that does not close", "a: {b: 1\nc: 2" },
        { "a quote that does not close", "a: \"b" },
        { "a lone surrogate", "a: \"\\ud800\"" },
        { "a colon in plain text", "says: Pay 2500: now" },
        { "33 levels", string.Concat(Enumerable.Repeat("- ", 33)) + "x" },
        { "a million brackets", new string('[', 1_000_000) },
        { "a million dashes", string.Concat(Enumerable.Repeat("- ", 500_000)) },
        { "mappings in mappings", string.Concat(Enumerable.Repeat("{a: ", 250_000)) },
        { "a billion laughs", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]" },
        { "hexadecimal", "a: 0x1F" },
        { "octal", "a: 0o17" },
        { "leading zeros", "a: 007" },
        { "a plus", "a: +1" },
        { "a point without a digit before it", "a: .5" },
        { "a point without a digit behind it", "a: 1." },
        { "infinity", "a: -.inf" },
        { "no number", "a: .nan" },
    };

    [Theory]
    [InlineData("no", JsonValueKind.String)]
    [InlineData("on", JsonValueKind.String)]
    [InlineData("Yes", JsonValueKind.String)]
    [InlineData("12:30", JsonValueKind.String)]
    [InlineData("2026-01-05", JsonValueKind.String)]
    [InlineData("1_000", JsonValueKind.String)]
    [InlineData("-", JsonValueKind.String)]
    [InlineData(".", JsonValueKind.String)]
    [InlineData("e5", JsonValueKind.String)]
    [InlineData("1e", JsonValueKind.String)]
    [InlineData("1.2.3", JsonValueKind.String)]
    [InlineData("0xZ", JsonValueKind.String)]
    [InlineData("DE89370400440532013000", JsonValueKind.String)]
    [InlineData("true", JsonValueKind.True)]
    [InlineData("False", JsonValueKind.False)]
    [InlineData("null", JsonValueKind.Null)]
    [InlineData("~", JsonValueKind.Null)]
    [InlineData("", JsonValueKind.Null)]
    [InlineData("0", JsonValueKind.Number)]
    [InlineData("-17", JsonValueKind.Number)]
    [InlineData("1.50", JsonValueKind.Number)]
    [InlineData("1e999", JsonValueKind.Number)]
    [InlineData("9223372036854775808", JsonValueKind.Number)]
    public void An_unquoted_scalar_is_what_the_core_schema_says(string scalar, JsonValueKind expected) => Assert.Equal(expected, YamlScalar.KindOf(scalar));

    [Theory]
    [InlineData("{ a: 9223372036854775808, b: 1.50, c: -0, d: 1e2 }", """{"a":9223372036854775808,"b":1.50,"c":-0,"d":1e2}""")]
    [InlineData("{ a: no, b: \"1\", c: '2', d: yes }", """{"a":"no","b":"1","c":"2","d":"yes"}""")]
    [InlineData("a: |\n  x\n  y\nb: >\n  x\n  y\n", """{"a":"x\ny\n","b":"x y\n"}""")]
    [InlineData("a: [true, null, ~, {}]\nb:\n1: c\n", """{"a":[true,null,null,{}],"b":null,"1":"c"}""")]
    [InlineData("a: \"\\u00e9\\ud83d\\ude00 \\\"x\\\"\"", """{"a":"é\uD83D\uDE00 \"x\""}""")]
    public void What_is_read_is_what_stands_there(string yaml, string json)
    {
        Assert.True(TryRead(yaml, out JsonItem? item, out string faults), faults);
        Assert.Equal(json, JsonItemText.Write(item, new SourceText(yaml)), ignoreCase: false);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_makes_types_copies_or_surprises_is_refused(string what, string yaml)
    {
        Assert.False(TryRead(yaml, out _, out string faults), what);
        Assert.NotEmpty(faults);
    }

    [Theory]
    [InlineData("scenario: &x s", "scenarios/test.yaml:1:11: error: an anchor has no place here [write out what is meant where it is meant]")]
    [InlineData("scenario: s\nas: *x", "scenarios/test.yaml:2:5: error: an alias has no place here [write out what it stands for]")]
    [InlineData("scenario: s\nas: !user alice", "scenarios/test.yaml:2:5: error: a tag has no place here [quotes make text of a number]")]
    [InlineData("scenario: s\nscenario: t", "scenarios/test.yaml:2:1: error: `scenario` stands twice in one object")]
    [InlineData("scenario: s\ntenant: 0x1F", "scenarios/test.yaml:2:9: error: `0x1F` is a number in YAML and none in JSON [write the number as JSON does, or quote it where it is text]")]
    [InlineData("scenario: s\nsteps:\n- says: Pay 2500: now", "scenarios/test.yaml:3:17: error: this is not YAML: while scanning a plain scalar value, found invalid mapping [text with a colon in it is quoted]")]
    [InlineData("scenario: s\n---\nscenario: t", "scenarios/test.yaml:2:1: error: a second document begins here [several scenarios of one file stand in a list, `scenarios`]")]
    [InlineData("scenario: { a: b\nsteps: []", "scenarios/test.yaml:1:13: error: this is not YAML from here on [look for a bracket that does not close]")]
    public void A_refusal_says_where_and_what_to_write_instead(string yaml, string expected) => Assert.Equal(expected, Faults(yaml)[0]);

    [Fact]
    public void A_file_that_is_too_large_is_not_read() =>
        Assert.Equal(["scenarios/test.yaml:1:1: error: the file has more than 1 MiB"], Faults(new string('#', (1 << 20) + 1)));

    [Fact]
    public void A_file_that_is_not_utf8_is_not_read()
    {
        using ScenarioFolder folder = new("");
        File.WriteAllBytes(Path.Combine(folder.Path, "scenarios/test.yaml"), [0x61, 0xFF]);

        Assert.Equal("the file is not UTF-8", Assert.Single(Assert.Throws<ScenarioFileException>(() => folder.Scenarios).Diagnostics).Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_name()
    {
        using ScenarioFolder folder = new("\uFEFFscenario: s\nas: user alice\nsteps: [{ call: x.y, expect: denied }]\n");

        Assert.Equal("s", Assert.Single(folder.Scenarios).Name);
    }

    private static bool TryRead(string yaml, [NotNullWhen(true)] out JsonItem? item, out string faults)
    {
        BundleDiagnostics diagnostics = new();
        item = YamlTree.Parse(new SourceText(yaml, "test.yaml"), diagnostics);
        faults = string.Join('\n', diagnostics.All);
        return item is not null && !diagnostics.HasErrors;
    }
}
