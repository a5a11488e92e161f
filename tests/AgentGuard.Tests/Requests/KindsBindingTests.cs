namespace AgentGuard.Tests.Requests;

public sealed class KindsBindingTests
{
    [Theory]
    [InlineData("/path", ArgumentKind.Path, """{"path":"\\data\\\\report.txt"}""", """{"path":"/data/report.txt"}""")]
    [InlineData("/u", ArgumentKind.Url, """{"u":"HTTPS://EXAMPLE.com:443"}""", """{"u":"https://example.com/"}""")]
    [InlineData("/m", ArgumentKind.Email, """{"m":"alice@EXAMPLE.com"}""", """{"m":"alice@example.com"}""")]
    [InlineData("/to", ArgumentKind.Account, """{"to":"de89 3704 0044 0532 0130 00"}""", """{"to":"DE89370400440532013000"}""")]
    [InlineData("/to", ArgumentKind.Email, """{"to":["a@B.example","c@d.example"]}""", """{"to":["a@b.example","c@d.example"]}""")]
    [InlineData("/to/*", ArgumentKind.Email, """{"to":["a@B.example"]}""", """{"to":["a@b.example"]}""")]
    [InlineData("/to/1", ArgumentKind.Account, """{"to":["a-b","a-bcd"]}""", """{"to":["a-b","ABCD"]}""")]
    [InlineData("/l/*/p", ArgumentKind.Path, """{"l":[{"p":"a//b","q":"a//b"}]}""", """{"l":[{"p":"a/b","q":"a//b"}]}""")]
    [InlineData("/*/p", ArgumentKind.Path, """{"x":{"p":"a//b"}}""", """{"x":{"p":"a/b"}}""")]
    [InlineData("/to", ArgumentKind.Account, """{"to":null,"x":1}""", """{"to":null,"x":1}""")]
    [InlineData("/to", ArgumentKind.Account, """{"x":1}""", """{"x":1}""")]
    public void The_normal_form_is_decided_and_run(string place, ArgumentKind kind, string arguments, string json)
    {
        BoundArguments bound = Binding.Bound(null, arguments, (place, kind));

        Assert.Equal(json, bound.Json.GetRawText());
        Assert.Equal(Binding.Bound(null, json, (place, kind)).Input, bound.Input);
        Assert.Equal(CanonicalJson.Digest(Json.Of(json)), bound.Digest);
    }

    [Theory]
    [InlineData(ArgumentKind.Path, "\"/data/../etc\"", "`/x` has no normal form as path")]
    [InlineData(ArgumentKind.Url, "\"https://good.example@evil.example/\"", "`/x` has no normal form as url")]
    [InlineData(ArgumentKind.Email, "\"a@b.example, c@d.example\"", "`/x` has no normal form as email")]
    [InlineData(ArgumentKind.Account, "\"DE88370400440532013000\"", "`/x` has no normal form as account")]
    [InlineData(ArgumentKind.Path, "[\"/data\",\"/data/..\"]", "`/x/1` has no normal form as path")]
    [InlineData(ArgumentKind.Account, "12345", "`/x` is not text, and so no account")]
    [InlineData(ArgumentKind.Account, "true", "`/x` is not text, and so no account")]
    [InlineData(ArgumentKind.Path, "{\"path\":\"/data\"}", "`/x` is not text, and so no path")]
    [InlineData(ArgumentKind.Path, "[{\"path\":\"/data\"}]", "`/x/0` is not text, and so no path")]
    public void What_has_no_normal_form_is_denied(ArgumentKind kind, string value, string message) =>
        Assert.Equal($"invalid-arguments: {message}", Binding.Denied(null, $$"""{"x":{{value}}}""", ("/x", kind)));

    [Fact]
    public void The_normal_form_must_fit_the_schema_as_well() =>
        Assert.Equal(
            "invalid-arguments: `/p` is none of the allowed values",
            Binding.Denied("""{"properties":{"p":{"enum":["/data//x"]}}}""", """{"p":"/data//x"}""", ("/p", ArgumentKind.Path)));

    [Fact]
    public void A_pointer_without_a_star_goes_before_one_with_it()
    {
        BoundArguments bound = Binding.Bound(
            null, """{"l":[{"p":"a-bcd","q":"a//b"},{"p":"a//b"}]}""", ("/l/*/p", ArgumentKind.Path), ("/l/0/p", ArgumentKind.Account), ("/*/*/q", ArgumentKind.Path));

        Assert.Equal("""{"l":[{"p":"ABCD","q":"a/b"},{"p":"a/b"}]}""", bound.Json.GetRawText());
    }

    [Fact]
    public void A_copy_of_a_catalog_entry_with_other_arguments_has_their_kinds()
    {
        ToolEntry entry = new(ToolId.Parse("a.b")) { Arguments = new Dictionary<string, ArgumentEntry> { ["/to"] = new(ArgumentKind.Account, IsSensitive: true) } };
        ToolEntry copy = entry with { Arguments = new Dictionary<string, ArgumentEntry> { ["/to"] = new(ArgumentKind.Path) } };

        Assert.Equal((ArgumentKind.Account, ArgumentKind.Path), (entry.Kinds.Member("to").Kind, copy.Kinds.Member("to").Kind));
        Assert.Equal(["/to"], entry.SensitivePointers);
        Assert.Empty(copy.SensitivePointers);
        Assert.Equal(ArgumentKind.Account, (entry with { Pin = null }).Kinds.Member("to").Kind);
        Assert.Throws<FormatException>(() => entry with { Arguments = new Dictionary<string, ArgumentEntry> { ["to"] = new(ArgumentKind.Path) } });
    }
}
