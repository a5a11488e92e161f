using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp.Tests;

/// <summary>Resources, prompts, subscriptions and completions pass policies, as tools of the server's toolset that have the protocol's names.</summary>
public sealed class ResourceTests
{
    private const string Secret = "4111222233334444";

    public static TheoryData<string> Eras => McpScene.Eras;

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_resource_is_read_where_policies_permit_it(string era)
    {
        await using McpScene scene = new("permit (principal, action == Action::\"bank.resources/read\", resource) when { context.input.uri like \"file:///data/*\" };", Fill);
        McpClient client = await scene.ConnectAsync(era);

        ReadResourceResult read = await client.ReadResourceAsync("file:///data/plan");
        McpException denied = await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync("file:///etc/passwd"));

        Assert.Equal("text of data/plan", ((TextResourceContents)read.Contents[0]).Text);
        Assert.Contains("Not executed: bank.resources/read was denied.", denied.Message, StringComparison.Ordinal);
        Assert.Equal(InvocationOutcome.Succeeded, scene.Audit.Entries[1].Outcome);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_prompt_is_got_where_policies_permit_its_name_and_arguments(string era)
    {
        await using McpScene scene = new("permit (principal, action == Action::\"bank.prompts/get\", resource) when { context.input.name == \"greet\" && context.input.arguments.who != \"mallory\" };", Fill);
        McpClient client = await scene.ConnectAsync(era);

        GetPromptResult greeting = await client.GetPromptAsync("greet", new Dictionary<string, object?> { ["who"] = "ada" });
        McpException denied = await Assert.ThrowsAnyAsync<McpException>(async () => await client.GetPromptAsync("greet", new Dictionary<string, object?> { ["who"] = "mallory" }));

        Assert.Equal("Greet ada", ((TextContentBlock)greeting.Messages[0].Content).Text);
        Assert.Contains("Not executed: bank.prompts/get was denied.", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_catalog_does_not_name_is_denied()
    {
        await using McpScene scene = new(server: Fill, tools: """{ "tools": { "bank.echo": {} } }""");
        McpClient client = await scene.ConnectAsync(McpScene.Handshake);

        await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync("note://plan"));
        await Assert.ThrowsAnyAsync<McpException>(async () => await client.GetPromptAsync("greet", new Dictionary<string, object?> { ["who"] = "ada" }));
        await Assert.ThrowsAnyAsync<McpException>(async () => await client.SubscribeToResourceAsync("note://plan"));
        await Assert.ThrowsAnyAsync<McpException>(async () => await client.CompleteAsync(new PromptReference { Name = "greet" }, "who", "a"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task What_is_read_is_redacted_or_withheld(string era)
    {
        await using McpScene scene = new("""
            permit (principal, action, resource);
            @redact_result("/cards/*/number") forbid (principal, action == Action::"bank.resources/read", resource);
            @redact_result("/cards/*/number") forbid (principal, action == Action::"bank.prompts/get", resource);
            @redact_result("/values/*") forbid (principal, action == Action::"bank.completion/complete", resource);
            """, Fill);
        McpClient client = await scene.ConnectAsync(era);

        ReadResourceResult json = await client.ReadResourceAsync("file:///json");
        Assert.Equal("""{"cards":[{"number":"[redacted]"}]}""", ((TextResourceContents)json.Contents[0]).Text);
        Assert.Contains("its result is withheld", (await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync("file:///blob"))).Message, StringComparison.Ordinal);
        Assert.Contains("its result is withheld", (await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync("file:///data/plan"))).Message, StringComparison.Ordinal);
        string fault = (await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync("file:///fault"))).Message;
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);

        GetPromptResult prompt = await client.GetPromptAsync("cards");
        Assert.Equal("""{"cards":[{"number":"[redacted]"}]}""", ((TextContentBlock)prompt.Messages[0].Content).Text);
        Assert.Equal(Role.Assistant, prompt.Messages[0].Role);
        Assert.Null(prompt.Description);

        CompleteResult completed = await client.CompleteAsync(new PromptReference { Name = "greet" }, "who", "a");
        Assert.Equal(["[redacted]"], completed.Completion.Values);
    }

    [Fact]
    public async Task A_subscription_is_decided_in_both_ways_of_asking_for_it()
    {
        const string Policies = "permit (principal, action == Action::\"bank.resources/subscribe\", resource) when { context.input.uri == \"note://plan\" };";
        await using McpScene scene = new(Policies, Fill);
        McpClient elder = await scene.ConnectAsync(McpScene.Handshake);
        await elder.SubscribeToResourceAsync("note://plan");
        McpException denied = await Assert.ThrowsAnyAsync<McpException>(async () => await elder.SubscribeToResourceAsync("note://secret"));
        Assert.Contains("Not executed: bank.resources/subscribe was denied.", denied.Message, StringComparison.Ordinal);

        WireClient wire = scene.Connect();
        JsonElement refused = await wire.AskAsync(1, Listen(1, """["note://plan","note://secret"]"""));
        Assert.Contains("Not executed: bank.resources/subscribe was denied.", refused.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        JsonElement nonsense = await wire.AskAsync(2, Listen(2, "\"note://secret\""));
        Assert.True(nonsense.TryGetProperty("error", out _));
        JsonElement numbers = await wire.AskAsync(3, Listen(3, "[5]"));
        Assert.True(numbers.TryGetProperty("error", out _));

        await wire.WriteAsync(Listen(4, """["note://plan"]"""));
        JsonElement acknowledged = await wire.NextAsync("notifications/subscriptions/acknowledged");
        Assert.Equal("note://plan", acknowledged.GetProperty("params").GetProperty("notifications").GetProperty("resourceSubscriptions")[0].GetString());
        Assert.Contains(scene.Audit.Entries, static entry => entry is { Outcome: InvocationOutcome.Succeeded, CallId: "4" });
    }

    [Fact]
    public async Task A_completion_is_decided_by_what_is_completed()
    {
        await using McpScene scene = new("permit (principal, action == Action::\"bank.completion/complete\", resource) when { context.input.ref.name == \"greet\" };", Fill);
        McpClient client = await scene.ConnectAsync();

        Assert.Equal(["ada"], (await client.CompleteAsync(new PromptReference { Name = "greet" }, "who", "a")).Completion.Values);
        await Assert.ThrowsAnyAsync<McpException>(async () => await client.CompleteAsync(new PromptReference { Name = "cards" }, "who", "a"));
        await Assert.ThrowsAnyAsync<McpException>(async () => await client.CompleteAsync(new ResourceTemplateReference { Uri = "file:///{+path}" }, "path", "a"));
    }

    [Fact]
    public async Task A_filter_that_changes_what_is_read_is_decided_again()
    {
        await using McpScene scene = new("permit (principal, action == Action::\"bank.resources/read\", resource) when { context.input.uri like \"file:///data/*\" };", Fill);
        scene.Options.Filters.Request.ReadResourceFilters.Add(static next => (context, cancellationToken) =>
        {
            context.Params!.Uri = "file:///etc/passwd";
            return next(context, cancellationToken);
        });
        McpClient client = await scene.ConnectAsync();

        McpException denied = await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync("file:///data/plan"));

        Assert.Contains("Not executed: bank.resources/read was denied.", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_stands_twice_in_a_prompt_s_arguments_is_denied()
    {
        await using McpScene scene = new(server: Fill);
        WireClient wire = await scene.Connect().InitializeAsync();

        JsonElement answer = await wire.AskAsync(1, """{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"greet","arguments":{"who":"ada","who":"mallory"}}}""");

        Assert.Contains("Not executed", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_resource_may_wait_for_a_yes(string era)
    {
        await using McpScene scene = new(
            "permit (principal, action, resource);\n@id(\"ask\") @confirm forbid (principal, action == Action::\"bank.resources/read\", resource);",
            Fill,
            static options => options.HasHuman = true);
        string asked = "";
        McpClient client = await scene.ConnectAsync(era, options => options.Handlers.ElicitationHandler = (question, _) =>
        {
            asked = question!.Message;
            return new(new ElicitResult { Action = "accept" });
        });

        ReadResourceResult read = await client.ReadResourceAsync("note://plan");

        Assert.Equal("Run bank.resources/read once?\nuri: note://plan", asked);
        Assert.Equal("the plan", ((TextResourceContents)read.Contents[0]).Text);
    }

    /// <summary>Gives a server resources, prompts and completions.</summary>
    internal static void Fill(McpServerOptions options)
    {
        options.Capabilities = new ServerCapabilities { Resources = new ResourcesCapability { Subscribe = true } };
        options.ResourceCollection =
        [
            McpServerResource.Create(static () => "the plan", new McpServerResourceCreateOptions { UriTemplate = "note://plan", Name = "plan" }),
            McpServerResource.Create(Read, new McpServerResourceCreateOptions { UriTemplate = "file:///{+path}", Name = "files" }),
        ];
        options.PromptCollection = [new Prompt()];
        options.Handlers.CompleteHandler = static (_, _) => new(new CompleteResult { Completion = new Completion { Values = ["ada"] } });
        options.Handlers.GetPromptHandler = static (context, _) => new(context.Params!.Name == "cards"
            ? new GetPromptResult
            {
                Description = Secret,
                Meta = new JsonObject { ["raw"] = Secret },
                Messages = [new PromptMessage { Role = Role.Assistant, Content = new TextContentBlock { Text = $$"""{"cards":[{"number":"{{Secret}}"}]}""" } }],
            }
            : throw new McpProtocolException("no such prompt", McpErrorCode.InvalidParams));
    }

    private static ResourceContents Read(string path) => path switch
    {
        "json" => new TextResourceContents { Uri = $"file:///{Secret}", Text = $$"""{"cards":[{"number":"{{Secret}}"}]}""", Meta = new JsonObject { ["raw"] = Secret } },
        "blob" => BlobResourceContents.FromBytes(new byte[] { 1 }, "file:///blob", null),
        "fault" => throw new McpException(Secret),
        _ => new TextResourceContents { Uri = $"file:///{path}", Text = $"text of {path}" },
    };

    private static string Listen(long id, string resources) => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":{{{resources}}} },{{{WireClient.Meta("wire")}}} }}""";

    private sealed class Prompt : McpServerPrompt
    {
        public override ModelContextProtocol.Protocol.Prompt ProtocolPrompt { get; } = new() { Name = "greet" };

        public override IReadOnlyList<object> Metadata => [];

        public override ValueTask<GetPromptResult> GetAsync(RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken = default) => new(new GetPromptResult
        {
            Messages = [new PromptMessage { Role = Role.User, Content = new TextContentBlock { Text = $"Greet {request.Params!.Arguments!["who"]}" } }],
        });
    }
}
