namespace AgentGuard.Tests.Requests;

public sealed class EmailFormTests
{
    [Theory]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData("Alice@EXAMPLE.com", "Alice@example.com")]
    [InlineData("alice+tag@mail.example.com", "alice+tag@mail.example.com")]
    [InlineData("o'hara_{x}@example.com", "o'hara_{x}@example.com")]
    [InlineData("alice@B\u00DCCHER.example", "alice@xn--bcher-kva.example")]
    [InlineData("alice@localhost", "alice@localhost")]
    [InlineData("INFO@FIRMA.EXAMPLE", "INFO@firma.example")]
    public void An_address_has_one_normal_form(string address, string normal)
    {
        Assert.Equal(normal, EmailForm.Of(address));
        Assert.Equal(normal, EmailForm.Of(normal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("@example.com")]
    [InlineData("alice@")]
    [InlineData("a@b@example.com")]
    [InlineData("Alice <alice@example.com>")]
    [InlineData("<alice@example.com>")]
    [InlineData("alice@example.com,mallory@evil.example")]
    [InlineData("alice@example.com;mallory@evil.example")]
    [InlineData("alice@example.com mallory@evil.example")]
    [InlineData("alice@example.com\r\nBcc: mallory@evil.example")]
    [InlineData("\"alice\"@example.com")]
    [InlineData("alice(comment)@example.com")]
    [InlineData("alice@(comment)example.com")]
    [InlineData("alice@[127.0.0.1]")]
    [InlineData("alice%evil.example@example.com")]
    [InlineData("evil.example!alice@example.com")]
    [InlineData(".alice@example.com")]
    [InlineData("alice.@example.com")]
    [InlineData("a..b@example.com")]
    [InlineData(" alice@example.com")]
    [InlineData("alice@example.com ")]
    [InlineData("alice@example.com.")]
    [InlineData("alice@example..com")]
    [InlineData("alice@-example.com")]
    [InlineData("\u0430lice@example.com")]
    [InlineData("al\u0131ce@example.com")]
    [InlineData("alice\u200B@example.com")]
    [InlineData("alice\uFF20example.com")]
    [InlineData("alice@example\uFF0Ecom")]
    [InlineData("alice@example\u3002com")]
    [InlineData("alice@ex\u00ADample.com")]
    [InlineData("mailto:alice@example.com")]
    [InlineData("alice@example.com?bcc=x")]
    public void What_is_not_one_plain_address_has_none(string address) => Assert.Null(EmailForm.Of(address));

    [Fact]
    public void Lengths_are_those_of_rfc_5321()
    {
        Assert.NotNull(EmailForm.Of(new string('a', 64) + "@example.com"));
        Assert.Null(EmailForm.Of(new string('a', 65) + "@example.com"));
        Assert.Null(EmailForm.Of("a@" + new string('b', 64) + ".com"));
        Assert.Null(EmailForm.Of("a@" + string.Join('.', Enumerable.Repeat("abcdefgh", 30))));
    }
}
