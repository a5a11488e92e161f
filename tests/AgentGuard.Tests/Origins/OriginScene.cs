using System.Text.Json;
using AgentGuard.Cedar.Values;
using AgentGuard.Tests.Guard;

namespace AgentGuard.Tests.Origins;

/// <summary>A session whose agent reads mail, and what policies are told about where its next argument <c>to</c> is from.</summary>
internal sealed class OriginScene : IDisposable
{
    public OriginScene(string output = "{}", string policies = GuardScene.PermitAll) =>
        Guard = new GuardScene(policies, $$"""{ "tools": { "mail.read": { "output": {{output}} }, "payments.transfer": {} } }""");

    public GuardScene Guard { get; }

    public GuardSession Session => Guard.Scope.Session;

    public static string OriginOf(GuardSession session, string value, string schema = "true")
    {
        ToolDefinition tool = new(ToolId.Parse("payments.transfer"), inputSchema: GuardScene.Json($$"""{ "properties": { "to": {{schema}} } }"""));
        CedarRecord origins = session.Origins.Describe(GuardScene.Json($$"""{"to":{{value}}}"""), tool.Input.Root!);
        return string.Join(' ', origins["to"].AsSet.Select(source => source.AsString).Order(StringComparer.Ordinal));
    }

    public string OriginOf(string value, string schema = "true") => OriginOf(Session, value, schema);

    /// <summary>The mail is read, in this form.</summary>
    public Task ReadAsync(string form) => ReadAsync(new ToolResult(null, [GuardScene.Json(form)]));

    public async Task ReadAsync(ToolResult mail)
    {
        Guard.Tool = (_, _) => new(mail);
        await Guard.AssertExecutedAsync(tool: "mail.read");
    }

    /// <summary>Reading the mail fails.</summary>
    public async Task FailAsync(Exception exception)
    {
        Guard.Tool = (_, _) => throw exception;
        Assert.Same(exception, await Record.ExceptionAsync(async () => await Guard.InvokeAsync(tool: "mail.read")));
    }

    public void Dispose() => Guard.Dispose();

    /// <summary>A text as JSON.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text);
}
