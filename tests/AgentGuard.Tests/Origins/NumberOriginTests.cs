namespace AgentGuard.Tests.Origins;

/// <summary>Who wrote 1250.00 has not said 125000.</summary>
public sealed class NumberOriginTests
{
    [Theory]
    [InlineData("pay 1250 EUR", "1250")]
    [InlineData("pay 1250.00 EUR", "1250")]
    [InlineData("pay 1,250.00 EUR", "1250.0")]
    [InlineData("pay 1.250,00 EUR", "1250")]
    [InlineData("pay 1,250", "1250")]
    [InlineData("pay 1.250.000", "1250000")]
    [InlineData("pay 0,250", "0.25")]
    [InlineData("pay €1250.", "1250")]
    [InlineData("pay 12,50", "12.5")]
    [InlineData("credit -1250", "-1250")]
    [InlineData("rows 100-250", "250")]
    [InlineData("pay 125e3 of 125000", "125e3")]
    public void A_number_that_the_user_said_is_his(string words, string argument)
    {
        using OriginScene scene = new();
        scene.Session.UserSaid(words);

        Assert.Equal("user", scene.OriginOf(argument));
    }

    [Theory]
    [InlineData("pay 1250.00 EUR", "125000")]
    [InlineData("pay 12,50", "1250")]
    [InlineData("pay 1250", "-1250")]
    [InlineData("pay 1.25", "125")]
    [InlineData("pay 1.25e3 or so", "1.25")]
    [InlineData("pay 1250k", "1250")]
    [InlineData("account 12-50", "1250")]
    [InlineData("pay 12 50", "1250")]
    [InlineData("version 1.2.5", "125")]
    [InlineData("pay 1000 2000", "10002000")]
    [InlineData("pay 1000-2000 EUR", "10002000")]
    [InlineData("pay 0,250", "250")]
    [InlineData("pay 1,2,3", "123")]
    public void Another_number_of_the_same_digits_is_not(string words, string argument)
    {
        using OriginScene scene = new();
        scene.Session.UserSaid(words);

        Assert.Equal("", scene.OriginOf(argument));
    }

    [Theory]
    [InlineData("\"pay 1,250.00\"", "1250")]
    [InlineData("\"pay 12 50 now\"", "1250")]
    [InlineData("""{"amount":1250.00}""", "1250")]
    public async Task What_is_not_trusted_touches_a_number_by_its_value_and_by_its_digits(string output, string argument)
    {
        using OriginScene scene = new();
        await scene.ReadAsync(output);

        Assert.Equal("mail.read untrusted", scene.OriginOf(argument));
    }
}
