using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp.Tests;

/// <summary>What has to be redacted leaves in no form.</summary>
public sealed class ResultTests
{
    private const string Mask = """
        permit (principal, action, resource);
        @id("mask") @redact_result("/cards/*/number") forbid (principal, action == Action::"bank.cards", resource);
        """;

    private const string Secret = "4111222233334444";
    private static readonly string s_json = $$"""{"cards":[{"number":"{{Secret}}","bank":"ACME"}]}""";

    public static TheoryData<string> Eras => McpScene.Eras;

    private static readonly string[] s_readable = ["text", "structured", "embedded", "error", "beside"];
    private static readonly string[] s_unreadable = ["plain text", "image", "audio", "blob", "link", "link among text", "nothing", "envelope"];

    public static TheoryData<string> Readable => [.. s_readable];

    public static TheoryData<string> Unreadable => [.. s_unreadable];

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task A_result_is_redacted_in_every_form(string kind)
    {
        (CallToolResult result, string wire) = await CallAsync(Result(kind));

        Assert.DoesNotContain(Secret, wire, StringComparison.Ordinal);
        Assert.Contains("""{"cards":[{"number":"[redacted]","bank":"ACME"}]}""", McpScene.Text(result), StringComparison.Ordinal);
        Assert.Equal(kind == "error" ? true : null, result.IsError);
        Assert.Equal(kind is "structured" or "beside", result.StructuredContent is not null);
        Assert.Null(result.Content[0].Meta);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_form_of_which_nobody_can_say_what_is_in_it_is_withheld(string kind)
    {
        (CallToolResult result, string wire) = await CallAsync(Result(kind));

        Assert.DoesNotContain(Secret, wire, StringComparison.Ordinal);
        Assert.Equal(("Executed: bank.cards ran, and its result is withheld. Do not run it again; tell the user.", true), (McpScene.Text(result), result.IsError));
    }

    [Fact]
    public async Task Without_an_obligation_a_result_passes_as_it_is()
    {
        foreach (string kind in s_readable.Concat(s_unreadable))
        {
            CallToolResult given = Result(kind);
            (CallToolResult result, _) = await CallAsync(given, McpScene.PermitAll);

            Assert.Equal(Json(given), Json(result));
        }
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task The_message_of_an_exception_is_withheld_with_the_result(string era)
    {
        foreach (Exception thrown in new Exception[] { new McpException($"card {Secret} is unknown"), new McpProtocolException($"card {Secret}", McpErrorCode.InvalidParams), new InvalidOperationException(Secret) })
        {
            McpServerTool tool = Tool(() => throw thrown);
            await using McpScene masked = new(Mask, options => options.ToolCollection = [tool]);
            CallToolResult withheld = await McpScene.CallAsync(await masked.ConnectAsync(era), "cards");
            Assert.Equal("Executed: bank.cards ran, and its result is withheld. Do not run it again; tell the user.", McpScene.Text(withheld));
            Assert.True(withheld.IsError);
        }

        await using McpScene open = new(server: options => options.ToolCollection = [Tool(() => throw new McpException("no such card"))]);
        CallToolResult told = await McpScene.CallAsync(await open.ConnectAsync(era), "cards");
        Assert.Equal(("An error occurred invoking 'cards': no such card", true), (McpScene.Text(told), told.IsError));
    }

    [Fact]
    public async Task A_tool_that_says_it_failed_is_recorded_as_unknown()
    {
        await using McpScene scene = new(server: options => options.ToolCollection = [Tool(() => Result("error"))]);

        await McpScene.CallAsync(await scene.ConnectAsync(), "cards");

        Assert.Equal(InvocationOutcome.Unknown, scene.Audit.Entries[^1].Outcome);
    }

    [Fact]
    public async Task What_a_body_says_on_the_way_is_withheld_while_its_result_is_to_be_redacted()
    {
        McpServerTool tool = McpServerTool.Create(
            async (RequestContext<CallToolRequestParams> context, IProgress<ProgressNotificationValue> progress, CancellationToken cancellationToken) =>
            {
                progress.Report(new ProgressNotificationValue { Progress = 1, Message = Secret });
                await context.Server.SendNotificationAsync("notifications/message", new JsonObject { ["level"] = "error", ["data"] = Secret }, McpJsonUtilities.DefaultOptions, cancellationToken);
                await context.Server.SendNotificationAsync("notifications/custom", new JsonObject { ["x"] = Secret }, McpJsonUtilities.DefaultOptions, cancellationToken);
                return s_json;
            },
            new McpServerToolCreateOptions { Name = "cards" });

        foreach ((string policies, bool isWithheld) in new[] { (Mask, true), (McpScene.PermitAll, false) })
        {
            await using McpScene scene = new(policies, options => options.ToolCollection = [tool]);
            WireClient wire = await scene.Connect().InitializeAsync();

            string read = await wire.ReadUntilAsync(1, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"cards","arguments":{},"_meta":{"progressToken":"p"}}}""");

            Assert.Equal(isWithheld, !read.Contains(Secret, StringComparison.Ordinal));
            Assert.Equal(isWithheld, !read.Contains("notifications/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Progress_of_another_call_passes_meanwhile()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        McpServerTool masked = McpServerTool.Create(
            async () =>
            {
                await go.Task;
                return s_json;
            },
            new McpServerToolCreateOptions { Name = "cards" });
        McpServerTool other = McpServerTool.Create(
            (string text, IProgress<ProgressNotificationValue> progress) =>
            {
                progress.Report(new ProgressNotificationValue { Progress = 1, Message = text });
                return text;
            },
            new McpServerToolCreateOptions { Name = "echo" });
        await using McpScene scene = new(Mask, options => options.ToolCollection = [masked, other]);
        WireClient wire = await scene.Connect().InitializeAsync();

        await wire.WriteAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"cards","arguments":{},"_meta":{"progressToken":1}}}""");
        string read = await wire.ReadUntilAsync(2, """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo","arguments":{"text":"hello"},"_meta":{"progressToken":2}}}""");
        go.SetResult();

        Assert.Contains("notifications/progress", read, StringComparison.Ordinal);
        Assert.Contains("hello", read, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_body_whose_result_is_to_be_redacted_asks_the_client_nothing(string era)
    {
        string asked = "";
        McpServerTool tool = McpServerTool.Create(
            async (McpServer server, CancellationToken cancellationToken) =>
            {
                await server.ElicitAsync(new ElicitRequestParams { Message = Secret, RequestedSchema = new() }, cancellationToken);
                return s_json;
            },
            new McpServerToolCreateOptions { Name = "cards" });
        await using McpScene scene = new(Mask, options => options.ToolCollection = [tool]);
        McpClient client = await scene.ConnectAsync(era, options => options.Handlers.ElicitationHandler = (question, _) =>
        {
            asked += question!.Message;
            return new(new ElicitResult { Action = "accept" });
        });

        CallToolResult result = await McpScene.CallAsync(client, "cards");

        Assert.Equal("", asked);
        Assert.StartsWith("Executed: bank.cards ran, and its result is withheld.", McpScene.Text(result), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task What_a_body_wants_to_know_from_the_client_is_a_form_of_its_result(string era)
    {
        string asked = "";
        McpServerTool tool = Tool(static () => throw new InputRequiredException(new Dictionary<string, InputRequest>
        {
            ["q"] = InputRequest.ForElicitation(new ElicitRequestParams { Message = Secret, RequestedSchema = new() }),
        }));
        await using McpScene scene = new(Mask, options => options.ToolCollection = [tool]);
        McpClient client = await scene.ConnectAsync(era, options => options.Handlers.ElicitationHandler = (question, _) =>
        {
            asked += question!.Message;
            return new(new ElicitResult { Action = "cancel" });
        });

        CallToolResult result = await McpScene.CallAsync(client, "cards");

        Assert.Equal("", asked);
        Assert.StartsWith("Executed: bank.cards ran, and its result is withheld.", McpScene.Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_a_tool_put_out_is_remembered_as_untrusted_in_whatever_form()
    {
        foreach (string kind in new[] { "text", "structured", "embedded", "beside", "link", "error" })
        {
            await using McpScene scene = new(
                "permit (principal, action, resource);\nforbid (principal, action == Action::\"bank.echo\", resource) when { context.origin.text.contains(\"untrusted\") };",
                options => options.ToolCollection!.Add(Tool(() => Result(kind), "read")),
                tools: """{ "tools": { "bank.echo": {}, "bank.read": {} } }""");
            McpClient client = await scene.ConnectAsync();

            await McpScene.CallAsync(client, "read");
            CallToolResult echoed = await McpScene.CallAsync(client, "echo", new { text = Secret });

            Assert.True(echoed.IsError, $"{kind}: {McpScene.Text(echoed)}");
        }
    }

    private static McpServerTool Tool(Func<CallToolResult> body, string name = "cards") => McpServerTool.Create(() => body(), new McpServerToolCreateOptions { Name = name });

    private static async Task<(CallToolResult Result, string Wire)> CallAsync(CallToolResult result, string policies = Mask)
    {
        await using McpScene scene = new(policies, options => options.ToolCollection = [Tool(() => result)]);
        CallToolResult read = await McpScene.CallAsync(await scene.ConnectAsync(McpScene.Handshake), "cards");
        return (read, Json(read));
    }

    private static string Json(CallToolResult result) => JsonSerializer.Serialize(result, McpJsonUtilities.DefaultOptions);

    private static CallToolResult Result(string kind) => kind switch
    {
        "text" => new() { Content = [new TextContentBlock { Text = s_json, Meta = new JsonObject { ["raw"] = Secret } }] },
        "structured" => new() { Content = [new TextContentBlock { Text = s_json }], StructuredContent = JsonElement.Parse(s_json) },
        "embedded" => new() { Content = [new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = $"card://{Secret}", Text = s_json } }] },
        "error" => new() { Content = [new TextContentBlock { Text = s_json }], IsError = true },
        "beside" => new() { Content = [new TextContentBlock { Text = s_json }], StructuredContent = JsonElement.Parse(s_json), Meta = new JsonObject { ["raw"] = Secret } },
        "plain text" => new() { Content = [new TextContentBlock { Text = $"the number is {Secret}" }] },
        "image" => new() { Content = [new TextContentBlock { Text = s_json }, ImageContentBlock.FromBytes(new byte[] { 1, 2 }, "image/png")] },
        "audio" => new() { Content = [AudioContentBlock.FromBytes(new byte[] { 1, 2 }, "audio/wav")] },
        "blob" => new() { Content = [new EmbeddedResourceBlock { Resource = BlobResourceContents.FromBytes(new byte[] { 1, 2 }, "card://1", null) }] },
        "link" => new() { Content = [new ResourceLinkBlock { Uri = "card://1", Name = Secret }] },
        "link among text" => new() { Content = [new TextContentBlock { Text = s_json }, new ResourceLinkBlock { Uri = $"card://{Secret}", Name = "card" }] },
        "envelope" => new() { Content = [], StructuredContent = JsonElement.Parse($$"""{"content":[{"type":"image","data":"{{Secret}}"}]}""") },
        _ => new() { Content = [] },
    };
}
