namespace AgentGuard.Tests.Origins;

/// <summary>A date is one however it is written, and a number is as well where a text holds it.</summary>
public sealed class DateOriginTests
{
    [Theory]
    [InlineData("on 2026-11-26", "2026-11-26")]
    [InlineData("on 26 November 2026.", "2026-11-26")]
    [InlineData("on November 26, 2026", "2026-11-26")]
    [InlineData("on Nov. 26th, 2026", "2026-11-26")]
    [InlineData("on the 26th of November 2026", "2026-11-26")]
    [InlineData("on 26-Nov-2026", "2026-11-26")]
    [InlineData("on 26.11.2026", "2026-11-26")]
    [InlineData("on 11/26/2026", "2026-11-26")]
    [InlineData("on 26/11/2026", "2026/11/26")]
    [InlineData("on 2026/11/26", "26 Nov 2026")]
    [InlineData("at 2026-11-26T10:00:00Z", "2026-11-26")]
    [InlineData("on 3 SEPT 2026", "2026-09-03")]
    [InlineData("on 3.2.2026", "2026-02-03")]
    [InlineData("on 01/02/2026", "01/02/2026")]
    [InlineData("on 02/02/2026", "2026-02-02")]
    [InlineData("pay 1,250.00", "1250.00")]
    [InlineData("pay 1,250", "1250")]
    [InlineData("pay 1250", "1,250.0")]
    public void What_the_user_said_is_his_however_it_is_written(string words, string argument)
    {
        using OriginScene scene = new();
        scene.Session.UserSaid(words);

        Assert.Equal("user", scene.OriginOf(OriginScene.Quote(argument)));
    }

    [Theory]
    [InlineData("on 01/02/2026", "2026-02-01")]
    [InlineData("on 01/02/2026", "2026-01-02")]
    [InlineData("in 12 2026", "1.2.2026")]
    [InlineData("on 26 November", "2026-11-26")]
    [InlineData("on 2026-11-26", "2026-11-27")]
    [InlineData("on 31 February 2026", "2026-02-28")]
    [InlineData("on 2026-13-01", "2026-01-13")]
    [InlineData("on 12026-11-26", "2026-11-26")]
    [InlineData("on 2026-11-266", "2026-11-26")]
    [InlineData("on 2026-11/26", "26 Nov 2026")]
    [InlineData("on 26 Novels 2026", "2026-11-26")]
    [InlineData("pay 12.50", "1,250")]
    public void Another_date_or_number_is_not(string words, string argument)
    {
        using OriginScene scene = new();
        scene.Session.UserSaid(words);

        Assert.Equal("", scene.OriginOf(OriginScene.Quote(argument)));
    }

    [Theory]
    [InlineData("pay on 01/02/2026", "2026-02-01")]
    [InlineData("pay on 01/02/2026", "2026-01-02")]
    [InlineData("pay on 26th of Nov 2026", "2026-11-26")]
    [InlineData("due 2026-11-26", "26.11.2026")]
    [InlineData("pay on ２６ Ｎovember ２０２６", "2026-11-26")]
    [InlineData("pay on ٢٦ November ٢٠٢٦", "2026-11-26")]
    [InlineData("to account ٥٥٥٠١٠٠", "5550100")]
    [InlineData("pay ١٢٥٠", "1,250.00")]
    public async Task What_is_not_trusted_touches_a_date_by_all_that_it_may_mean(string output, string argument)
    {
        using OriginScene scene = new();
        await scene.ReadAsync(OriginScene.Quote(output));

        Assert.Equal("mail.read untrusted", scene.OriginOf(OriginScene.Quote(argument)));
    }

    [Fact]
    public void Any_text_is_read_to_its_end()
    {
        Random random = new(7);
        const string Letters = "0123456789 .,-/TNovembrSptaf\u00A0\n٣";
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => Letters[random.Next(Letters.Length)]));

            DateOnly? whole = DatesInText.ReadAll(text);

            Assert.True(whole is null || DatesInText.In(text, takesEither: false).Contains(whole.Value), text);
        }
    }
}
