namespace AgentGuard.Tests.Requests;

public sealed class AccountFormTests
{
    [Theory]
    [InlineData("DE89370400440532013000", "DE89370400440532013000")]
    [InlineData("de89 3704 0044 0532 0130 00", "DE89370400440532013000")]
    [InlineData("DE89-3704-0044-0532-0130-00", "DE89370400440532013000")]
    [InlineData("gb82 west 1234 5698 7654 32", "GB82WEST12345698765432")]
    [InlineData("no93 8601 1117 947", "NO9386011117947")]
    [InlineData("MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S")]
    [InlineData("12 3456", "123456")]
    [InlineData("iisi", "IISI")]
    [InlineData("DE02", "DE02")]
    [InlineData("ZZ99123456", "ZZ99123456")]
    public void An_account_has_one_normal_form(string account, string normal)
    {
        Assert.Equal(normal, AccountForm.Of(account));
        Assert.Equal(normal, AccountForm.Of(normal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("1 2-3")]
    [InlineData("12345678901234567890123456789012345")]
    [InlineData("DE89\u00A03704")]
    [InlineData("DE89\t3704")]
    [InlineData("DE89_3704")]
    [InlineData("DE89.3704")]
    [InlineData("D\u0415893704")]
    [InlineData("\uFF24\uFF25893704")]
    [InlineData("\u0661\u0662\u0663\u0664")]
    [InlineData("\u0131\u0131\u0131\u0131")]
    [InlineData("DE89\u200B3704")]
    [InlineData("1234\u2010567")]
    [InlineData("1234, 5678")]
    public void Other_characters_and_other_lengths_have_none(string account) => Assert.Null(AccountForm.Of(account));

    [Theory]
    [InlineData("DE88370400440532013000")]
    [InlineData("DE89370400440532013001")]
    [InlineData("DE98370400440532013000")]
    [InlineData("GB82WEST12345698765423")]
    public void An_iban_with_wrong_check_digits_has_none(string account) => Assert.Null(AccountForm.Of(account));

    [Fact]
    public void What_starts_like_an_iban_but_has_another_length_is_a_plain_number() =>
        Assert.Equal("DE8837040044053201300", AccountForm.Of("DE88 3704 0044 0532 0130 0"));

    [SkippableTheory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void No_culture_changes_a_normal_form(string culture)
    {
        string forms = Cultures.In(
            culture, () => $"{AccountForm.Of("iban iiii 1")} {EmailForm.Of("i@MAIL.INFO")} {UrlForm.Of("HTTP://WIKI.INFO:8080/I")} {PathForm.Of("i:\\I")}");

        Assert.Equal("IBANIIII1 i@mail.info http://wiki.info:8080/I I:/I", forms);
    }
}
