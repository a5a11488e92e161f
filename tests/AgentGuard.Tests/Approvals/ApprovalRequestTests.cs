using System.Text.Json;
using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class ApprovalRequestTests
{
    [Fact]
    public void A_sensitive_argument_is_in_no_text_of_a_request()
    {
        ApprovalRequest request = Transfer(Finance).ToRequest("apr_1", ManualTimeProvider.Start);

        Assert.Equal("apr_1 payments.transfer Pending", request.ToString());
        Assert.DoesNotContain("surgery", JsonSerializer.Serialize(request), StringComparison.Ordinal);
        Assert.Contains("surgery", request.Arguments.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/reference", """{"to":"DE02","reference":"[redacted]","cards":[{"number":1,"name":"a"},{"number":2,"name":"b"}]}""")]
    [InlineData("/cards/*/number", """{"to":"DE02","reference":"r","cards":[{"number":"[redacted]","name":"a"},{"number":"[redacted]","name":"b"}]}""")]
    [InlineData("/cards/1", """{"to":"DE02","reference":"r","cards":[{"number":1,"name":"a"},"[redacted]"]}""")]
    [InlineData("/cards", """{"to":"DE02","reference":"r","cards":"[redacted]"}""")]
    [InlineData("/*", """{"to":"[redacted]","reference":"[redacted]","cards":"[redacted]"}""")]
    [InlineData("/absent/x", """{"to":"DE02","reference":"r","cards":[{"number":1,"name":"a"},{"number":2,"name":"b"}]}""")]
    [InlineData("", "\"[redacted]\"")]
    [InlineData("no pointer", "\"[redacted]\"")]
    public void Sensitive_arguments_are_masked_whatever_they_are(string sensitive, string shown)
    {
        ApprovalRequest request = (Transfer(Finance) with
        {
            Arguments = Json("""{"to":"DE02","reference":"r","cards":[{"number":1,"name":"a"},{"number":2,"name":"b"}]}"""),
            SensitiveArguments = [sensitive],
        }).ToRequest("apr_1", ManualTimeProvider.Start);

        Assert.Equal(shown, request.DisplayArguments.GetRawText());
    }

    [Fact]
    public void Several_pointers_mask_together()
    {
        ApprovalRequest request = (Transfer(Finance) with { SensitiveArguments = ["/reference", "/to", "/absent"] })
            .ToRequest("apr_1", ManualTimeProvider.Start);

        Assert.Equal("""{"to":"[redacted]","amount":2500,"reference":"[redacted]"}""", request.DisplayArguments.GetRawText());
    }

    [Fact]
    public void A_request_is_a_snapshot()
    {
        List<EntityUid> chain = [User("alice"), Agent("bot")];
        ApprovalRequest request;
        using (JsonDocument document = JsonDocument.Parse("""{"amount":1}"""))
        {
            request = (Transfer(Finance) with { Chain = chain, Arguments = document.RootElement }).ToRequest("apr_1", ManualTimeProvider.Start);
        }

        chain.Clear();

        Assert.Equal([User("alice"), Agent("bot")], request.Chain);
        Assert.Equal("""{"amount":1}""", request.Arguments.GetRawText());
        Assert.Throws<NotSupportedException>(() => ((IList<EntityUid>)request.Chain).Clear());
    }
}
