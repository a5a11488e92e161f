using AgentGuard.Tests.Guard;

namespace AgentGuard.Tests.History;

/// <summary>What a tool puts out matches a call only if it says the very same, once.</summary>
public sealed class OutputFieldTests
{
    private const string Tools = """{ "tools": { "tests.run": {}, "deploy.push": {}, "files.edit": {} } }""";
    private const string Facts = """
        "passed": { "kind": "seen", "event": "response", "tool": "tests.run", "where": { "output.commit": "input.commit" }, "window": "1h" },
        "errors": { "kind": "count", "event": "error", "tool": "tests.run" }
        """;

    private const string Policies = GuardScene.PermitAll + """
        forbid (principal, action == Action::"deploy.push", resource) unless { context.history.passed };
        forbid (principal, action == Action::"files.edit", resource) when { context.history.errors > 0 };
        """;

    [Theory]
    [InlineData("""{"commit":9007199254740993}""", "9007199254740992")]
    [InlineData("""{"commit":[9007199254740993]}""", "[9007199254740992]")]
    [InlineData("""{"commit":1e-400}""", "0")]
    [InlineData("""{"commit":"abd","commit":"abc"}""", "\"abc\"")]
    [InlineData("""{"commit":"abc","comm\u0069t":"abd"}""", "\"abc\"")]
    public async Task What_is_not_exact_or_stands_twice_is_unknown(string output, string argument)
    {
        foreach (string form in new[] { output, $"\"{System.Text.Json.JsonEncodedText.Encode(output)}\"" })
        {
            using GuardScene scene = new(Policies, Tools, facts: Facts);
            scene.Tool = (_, _) => new(new ToolResult(null, [GuardScene.Json(form)]));
            await scene.AssertExecutedAsync(tool: "tests.run");

            await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, $$"""{"commit":{{argument}}}""", "deploy.push");
        }
    }

    [Fact]
    public async Task A_picture_beside_it_does_not_matter()
    {
        using GuardScene scene = new(Policies, Tools, facts: Facts);
        scene.Tool = (_, _) => new(new ToolResult("x", [GuardScene.Json("""{"content":[{"type":"image","data":"AA==","mimeType":"image/png"}],"structuredContent":{"commit":"abc"}}""")]));
        await scene.AssertExecutedAsync(tool: "tests.run");

        await scene.AssertExecutedAsync(tool: "files.edit");
        await scene.AssertExecutedAsync("""{"commit":"abc"}""", "deploy.push");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"commit":"abd"}""", "deploy.push");
    }
}
