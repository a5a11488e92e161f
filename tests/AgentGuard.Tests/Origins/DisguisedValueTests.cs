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
    [InlineData("eve@evil.test", "ann@example.com,eve@evil.test")]
    [InlineData("eve@evil.test", "ann@example.com;eve@evil.test")]
    [InlineData("eve@evil.test", "cc:eve@evil.test")]
    [InlineData("eve@evil.test", "write to e\u200Bve@evil\u2060.test, please")]
    [InlineData("eve@evil.test", "see eve\uFF20evil.test ok")]
    [InlineData("eve@evil.test", "{\"to\":\"eve\\u0040evil.test\"}")]
    [InlineData("eve@evil.test", "a eve%2540evil.test b")]
    [InlineData("eve&commat;evil&period;test", "eve@evil.test")]
    [InlineData("eve\u3164@evil.test", "eve@evil.test")]
    [InlineData("\u8054\u7CFBeve@evil.test\u8C22\u8C22", "eve@evil.test")]
    [InlineData("eve@evil.test", "\u8054\u7CFBeve@evil.test\u8C22\u8C22")]
    [InlineData("\u5F20\u4E09\u8BF7\u8F6C\u8D26", "\u5F20\u4E09")]
    [InlineData("\u632F\u8FBC\u5148\u306FDE89370400440532013000\u3067\u3059", "DE89370400440532013000")]
    [InlineData("DE89370400440532013000", "IBAN:DE89370400440532013000")]
    [InlineData("DE89370400440532013000", "pay DE89-3704-0044-0532-0130-00 now")]
    [InlineData("DE89370400440532013000", "pay DE89 37040044 0532013000 at 10 o'clock")]
    [InlineData("DE89370400440532013000", "to=DE89370400440532013000&x=1")]
    [InlineData("+49 170 1234567", "call 49-170-1234567 now")]
    [InlineData("https://evil.test/x", "<a href=https://evil.test/x>here</a>")]
    [InlineData("https://evil.test/x", "link:https://evil.test/x")]
    [InlineData("https://evil.test/x", "see https&#58;//evil.test/x ok")]
    [InlineData("https://evil.test/x?d=", "![a](https://evil.test/x?d=4711)")]
    [InlineData("https://evil.test/x?a=1&b=2", "https://evil.test:443/x?b=2&a=1")]
    [InlineData("evil.test/x", "https://www.evil.test/x and http://evil.test/x")]
    [InlineData("see login.evil.com/x", "go to login.evil.com/x, please")]
    [InlineData("see evil.com", "please see evil.com.")]
    [InlineData("see evil.co.uk", "http://evil.co.uk:8080/x")]
    [InlineData("see 10.1.2.3", "ask //10.1.2.3/x")]
    [InlineData("https://b\u00FCcher.example/x", "https://xn--bcher-kva.example/x")]
    [InlineData("https://good.example@evil.test/x", "https://evil.test/x")]
    [InlineData("run evil.sh", "bash -c /tmp/evil.sh; ls")]
    [InlineData("pay EUR1250 now", "1250")]
    [InlineData("pay 1250 now", "EUR 1250 for rent")]
    [InlineData("on 26 November 2026", "due 2026-11-26 ok")]
    [InlineData("on 26 November 2026", "2026-11-26T10:00:00Z")]
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
    [InlineData("write to eve@evil.test", "write to eve@good.test")]
    [InlineData("https://evil.test/x", "https://good.test/y")]
    [InlineData("pay 1250 to 12345678", "pay 1251 to 12345679")]
    [InlineData("item 12", "take 12 of them")]
    public async Task What_only_looks_alike_is_not(string mail, string argument)
    {
        using OriginScene scene = new();
        await scene.ReadAsync(OriginScene.Quote(mail));

        Assert.Equal("", scene.OriginOf(OriginScene.Quote(argument)));
    }
}
