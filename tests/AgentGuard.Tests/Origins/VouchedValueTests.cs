namespace AgentGuard.Tests.Origins;

/// <summary>Whoever is believed has said what he wrote, and not what looks like it.</summary>
public sealed class VouchedValueTests
{
    [Theory]
    [InlineData("Answer bob@company.com", "bob@com-pany.com")]
    [InlineData("Answer bob@company.com", "bob@com\u0338pany.com")]
    [InlineData("Answer bob@company.com", "bob@com\u200Bpany.com")]
    [InlineData("Answer bob@company.com", "bob+@company.com")]
    [InlineData("Answer bob@company.com.au", "bob@company.com")]
    [InlineData("Answer big.bob@company.com", "bob@company.com")]
    [InlineData("Answer ann@example.com", "an@nexample.com")]
    [InlineData("Answer ann@example.com", "ann@ex.ample.com")]
    [InlineData("Answer ann@example.com", "ann.example@com")]
    [InlineData("Tell Bob. Example.com is our host", "bob@example.com")]
    [InlineData("Look at https://mybank.com/login", "https://my-bank.com/login")]
    [InlineData("Look at https://mybank.com/login", "https://mybank.co/mlogin")]
    [InlineData("Look at https://mybank.com/login", "https://mybank@com/login")]
    [InlineData("Ask the accountant at example.com", "https://theaccountant.at/example.com")]
    [InlineData("Unpack summary.zip", "https://summary.zip/")]
    [InlineData("Delete notes.txt", "../../../notes.txt")]
    [InlineData("Delete notes.txt", "/notes/*.txt")]
    [InlineData("Delete the file report", "report*")]
    [InlineData("List the folder build", "build/..")]
    [InlineData("Delete /home/me/a.txt", "/home/me")]
    [InlineData("Delete all in /home/me/", "/home")]
    [InlineData("Delete C:\\work\\a.txt", "C:\\work")]
    [InlineData("Look at https://mybank.com/login", "https://mybank.com")]
    [InlineData("run: ls build", "ls; $(build)")]
    [InlineData("remove a.b from c", "a.b --from c")]
    [InlineData("set it to 10.0.0.1", "100.0.1")]
    [InlineData("Pay 12.50 EUR", "1250 EUR")]
    [InlineData("Pay $12.50", "$1250")]
    [InlineData("Pay 1250", "-1250")]
    [InlineData("the password is P@ssw0rd!", "Pssw0rd")]
    [InlineData("https://example.com/a b", "https://example.com/a%20b")]
    [InlineData("good@example.com", "see good@example.com, please")]
    public void What_looks_like_it_is_not(string words, string argument)
    {
        using OriginScene scene = new();
        scene.Session.UserSaid(words);
        scene.Session.HostSaid(words);

        Assert.Equal("", scene.OriginOf(OriginScene.Quote(argument)));
    }

    [Theory]
    [InlineData("Answer Bob@Company.com, please", "bob@company.com")]
    [InlineData("Answer bob@company.com's mail", "bob@company.com")]
    [InlineData("Answer (bob@company.com)", "mailto:bob@company.com")]
    [InlineData("\u53D1\u7ED9bob@example.com\u5427", "bob@example.com")]
    [InlineData("visit example.com/x", "https://example.com/x/")]
    [InlineData("visit https://example.com/x.", "http://example.com/x")]
    [InlineData("Pay DE89 3704 0044 0532 0130 00", "DE89370400440532013000")]
    [InlineData("Pay DE89370400440532013000", "de89 3704 0044 0532 0130 00")]
    [InlineData("call +49 (170) 123-4567", "+491701234567")]
    [InlineData("Call it \u201CBob\u2019s birthday\u201D", "Bob's birthday")]
    [InlineData("Meet 10\u201312,\n  room   5", "10-12, room 5")]
    [InlineData("Tell Bob", "\"Bob.\"")]
    [InlineData("Delete /home/me/a.txt", "a.txt")]
    [InlineData("Delete all in /home/me/", "/home/me")]
    [InlineData("Pay 1250EUR", "1,250.00")]
    [InlineData("\uFF21\uFF22\uFF23-1", "abc-1")]
    public void What_is_written_a_little_differently_is(string words, string argument)
    {
        using OriginScene scene = new();
        scene.Session.UserSaid(words);

        Assert.Equal("user", scene.OriginOf(OriginScene.Quote(argument)));
    }

    [Fact]
    public async Task Trusted_output_is_believed_as_closely_as_the_user()
    {
        using OriginScene scene = new("""{ "trust": "trusted" }""");
        await scene.ReadAsync("\"write to bob@company.com\"");

        Assert.Equal("mail.read", scene.OriginOf("\"bob@company.com\""));
        Assert.Equal("", scene.OriginOf("\"bob@com-pany.com\""));
    }
}
