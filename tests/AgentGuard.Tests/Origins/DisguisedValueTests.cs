namespace AgentGuard.Tests.Origins;

/// <summary>A value from an untrusted text is known however it is written, and where it is a part of an argument.</summary>
public sealed class DisguisedValueTests
{
    [Theory]
    [InlineData("DE89 3704 0044 0532 0130 00", "DE89370400440532013000")]
    [InlineData("de89-3704-0044-0532-0130-00", "DE89370400440532013000")]
    [InlineData("DE89\u200B37040044\u00AD0532013000", "DE89370400440532013000")]
    [InlineData("DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00", "DE89370400440532013000")]
    [InlineData("evil&#64;example&#46;com", "evil@example.com")]
    [InlineData("see {\"iban\":\"DE89370400440532013000\"}", "DE89370400440532013000")]
    [InlineData("see {\\\"iban\\\":\\\"DE8937040044\\u0030532013000\\\"}", "DE89370400440532013000")]
    [InlineData("https://evil.example/a%20b%2Fc", "https://evil.example/a b/c")]
    [InlineData("https://evil.example/a b", "https://evil.example/a%20b")]
    [InlineData("ＤＥ８９３７０４00440532013000", "DE89370400440532013000")]
    [InlineData("𝐃𝐄𝟖𝟗37040044 0532013000", "DE89370400440532013000")]
    [InlineData("DE89\n3704\n00440532013000", "DE89370400440532013000")]
    [InlineData("D&#69;89370400440532013000", "DE89370400440532013000")]
    [InlineData("**evil**@example.com", "evil@example.com")]
    [InlineData("evil@example.com", "Evil <evil@example.com>")]
    [InlineData("evil@example.com", "mailto:evil@example.com")]
    [InlineData("DE89370400440532013000", "pay it to DE89 3704 0044 0532 0130 00 please")]
    [InlineData("go to https://evil.example/x", "see https://evil.example/x for more")]
    [InlineData("pay 1,250.00", "1250")]
    [InlineData("pay 1.250,00 EUR", "1250.00")]
    [InlineData("pay 1 250,00 EUR", "1250.00")]
    public async Task A_value_from_a_mail_is_untrusted_however_it_is_passed_on(string mail, string argument)
    {
        using OriginScene scene = new();
        await scene.ReadAsync(OriginScene.Quote(mail));

        Assert.Equal("mail.read untrusted", scene.OriginOf(OriginScene.Quote(argument)));
    }

    [Theory]
    [InlineData("evil@example.com", "good@example.com")]
    [InlineData("write to evil@example.com", "write to good@example.com")]
    [InlineData("a &amp; b", "c & d")]
    public async Task What_only_looks_alike_is_not(string mail, string argument)
    {
        using OriginScene scene = new();
        await scene.ReadAsync(OriginScene.Quote(mail));

        Assert.Equal("", scene.OriginOf(OriginScene.Quote(argument)));
    }

    [Theory]
    [InlineData("https://example.com/a b", "https://example.com/a%20b")]
    [InlineData("good@example.com", "see good@example.com, please")]
    public void For_the_user_it_is_the_whole_that_counts(string words, string argument)
    {
        using OriginScene scene = new();
        scene.Session.UserSaid(words);

        Assert.Equal("", scene.OriginOf(OriginScene.Quote(argument)));
    }
}
