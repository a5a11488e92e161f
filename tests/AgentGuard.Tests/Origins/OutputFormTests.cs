using static AgentGuard.Tests.Guard.GuardScene;

namespace AgentGuard.Tests.Origins;

/// <summary>What the catalog says of a tool's fields is about its result, and about no other text that happens to be JSON.</summary>
public sealed class OutputFormTests
{
    private const string Fields = """{ "fields": { "/own": { "trust": "trusted" } } }""";
    private const string Result = """{"own":"ann@example.com","text":"hello"}""";

    public static TheoryData<string[], string> Forms => new()
    {
        { [Result], "mail.read" },
        { [OriginScene.Quote(Result)], "mail.read" },
        { [Result, OriginScene.Quote(Result)], "mail.read" },
        { [OriginScene.Quote(Result.Replace("\"text\"", " \"text\"", StringComparison.Ordinal)), Result], "mail.read" },
        { [Result.Replace("ann", "bob", StringComparison.Ordinal), OriginScene.Quote(Result)], "mail.read untrusted" },
        { [OriginScene.Quote("two mails"), OriginScene.Quote(Result)], "mail.read untrusted" },
        { [OriginScene.Quote("see " + Result)], "mail.read untrusted" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_text_has_the_trust_of_fields_where_it_is_the_result(string[] forms, string origin)
    {
        using OriginScene scene = new(Fields);
        await scene.ReadAsync(new ToolResult(null, [.. forms.Select(Json)]));

        Assert.Equal(origin, scene.OriginOf("\"ann@example.com\""));
    }
}
