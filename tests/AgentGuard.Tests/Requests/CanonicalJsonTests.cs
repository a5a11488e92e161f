namespace AgentGuard.Tests.Requests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1 , "a" : [ ] , "" : { } }""", """{"":{},"a":[],"b":1}""")]
    [InlineData("""{"\u0061":1,"A":2}""", """{"A":2,"a":1}""")]
    [InlineData("""["\u0000\u001F\u007f\/\u00e9","\t\r\n\b\f\"\\"]""", "[\"\\u0000\\u001f\u007f/\u00e9\",\"\\t\\r\\n\\b\\f\\\"\\\\\"]")]
    [InlineData("""[0,-0,0e5,1E2,1.50,100000000000000000000,1000000000000000000000,0.000001,0.0000001,-1.5e-7]""", """[0,0,0,100,1.5,100000000000000000000,1e+21,0.000001,1e-7,-1.5e-7]""")]
    public void White_space_order_and_spelling_do_not_matter(string json, string canonical) =>
        Assert.Equal(canonical, Json.Canonical(Json.Of(json)));

    [Fact]
    public void Names_are_ordered_by_utf16_code_units_where_utf8_has_another_order()
    {
        // U+1F602 is D83D DE02 in UTF-16, before U+FB33; its UTF-8 starts with F0, after EF.
        Assert.Equal("{\"\U0001F602\":1,\"\uFB33\":2}", Json.Canonical(Json.Of("{\"\uFB33\":2,\"\U0001F602\":1}")));
        Assert.Equal("{\"\U0001F602\":1,\"\uFB33\":2}", Json.Canonical(Json.Of("{\"\uFB33\":2,\"\\ud83d\\ude02\":1}")));
    }

    [Fact]
    public void The_digest_is_the_sha_256_of_the_canonical_text() =>
        Assert.Equal("43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777", CanonicalJson.Digest(Json.Of("""{ "b": 2.0, "a": 1 }""")));

    [SkippableTheory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void No_culture_changes_the_text(string culture) =>
        Assert.Equal("[-1.5,1000000.25,1e-7,3]", Cultures.In(culture, () => Json.Canonical(Json.Of("[-1.5,1000000.25,0.0000001,3.00]"))));
}
