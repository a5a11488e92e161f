using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp.Tests;

/// <summary>A tool call over the protocol is decided like any other.</summary>
public sealed class DecisionTests
{
    public static TheoryData<string> Eras => McpScene.Eras;

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_permitted_call_runs_and_a_denied_one_does_not(string era)
    {
        await using McpScene scene = new(
            """
            permit (principal, action == Action::"bank.pay", resource) when { context.input.amount <= 100 };
            @id("no-large") @advice("large payments are made in the branch")
            forbid (principal, action, resource) when { context.input has amount && context.input.amount > 1000 };
            """);
        McpClient client = await scene.ConnectAsync(era);

        CallToolResult paid = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 });
        CallToolResult denied = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 5000 });

        Assert.Equal(("paid 50 to acme", null), (McpScene.Text(paid), paid.IsError));
        Assert.Equal(("Not executed: bank.pay was denied. Large payments are made in the branch (no-large).", true), (McpScene.Text(denied), denied.IsError));
        Assert.Equal("pay(acme,50)", scene.Runs);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_held_call_names_its_request_and_runs_once_it_is_approved(string era)
    {
        await using McpScene scene = new(
            """
            permit (principal, action, resource);
            @id("large") @approval("finance") @advice("large payments need a yes from finance")
            forbid (principal, action == Action::"bank.pay", resource) when { context.input.amount > 100 };
            """,
            guard: options => options.InformationPoints.Add(new Finance()));
        McpClient client = await scene.ConnectAsync(era);

        CallToolResult held = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 500 });
        ApprovalRequest request = Assert.Single(await scene.Guard.Approvals.ListPendingAsync());
        Assert.True(held.IsError);
        Assert.StartsWith($"Not executed: bank.pay was held for approval. Large payments need a yes from finance (large).\nRequest {request.Id} expires ", McpScene.Text(held), StringComparison.Ordinal);
        Assert.Empty(scene.Ran);

        Assert.True((await scene.Guard.Approvals.ApproveAsync(request.Id, Principal.User("fay"))).IsAccepted);
        CallToolResult paid = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 500 });
        CallToolResult again = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 500 });

        Assert.Equal("paid 500 to acme", McpScene.Text(paid));
        Assert.True(again.IsError);
        Assert.Equal("pay(acme,500)", scene.Runs);
    }

    [Fact]
    public async Task A_tool_that_the_catalog_does_not_name_is_denied()
    {
        await using McpScene scene = new(tools: """{ "tools": { "bank.pay": {}, "other.echo": {} } }""");
        McpClient client = await scene.ConnectAsync();

        Assert.Equal("Not executed: bank.echo was denied.", McpScene.Text(await McpScene.CallAsync(client, "echo", new { text = "hi" })));
        Assert.Empty(scene.Ran);
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_the_schema_are_denied_before_anybody_is_asked()
    {
        await using McpScene scene = new("permit (principal, action, resource);\n@id(\"ask\") @approval(\"finance\") forbid (principal, action, resource);");
        McpClient client = await scene.ConnectAsync();

        foreach (object arguments in new object[] { new { to = "acme" }, new { to = "acme", amount = "5" }, new { to = "acme", amount = 5, urgent = true } })
        {
            CallToolResult denied = await McpScene.CallAsync(client, "pay", arguments);
            Assert.True(denied.IsError);
            Assert.StartsWith("Not executed: bank.pay was denied.", McpScene.Text(denied), StringComparison.Ordinal);
        }

        Assert.Empty(await scene.Guard.Approvals.ListPendingAsync());
        Assert.Empty(scene.Ran);
    }

    [Fact]
    public async Task A_name_that_stands_twice_is_denied_though_the_parameters_do_not_show_it()
    {
        await using McpScene scene = new();
        WireClient wire = await scene.Connect().InitializeAsync();

        JsonElement answer = await wire.CallAsync(1, "pay", """{"to":"acme","amount":1,"amount":5000}""");
        JsonElement escaped = await wire.CallAsync(2, "pay", """{"to":"acme","amount":1,"\u0061mount":5000}""");

        Assert.True(answer.GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.True(escaped.GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.Empty(scene.Ran);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    public async Task Arguments_that_are_no_object_run_nothing(string arguments)
    {
        await using McpScene scene = new();
        WireClient wire = await scene.Connect().InitializeAsync();

        JsonElement answer = await wire.AskAsync(1, $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":{{{arguments}}}}}""");

        Assert.True(answer.TryGetProperty("error", out _) || answer.GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.Empty(scene.Ran);
    }

    [Fact]
    public async Task A_megabyte_and_more_of_arguments_is_denied()
    {
        await using McpScene scene = new();
        McpClient client = await scene.ConnectAsync();

        CallToolResult denied = await McpScene.CallAsync(client, "echo", new { text = new string('x', 2 << 20) });

        Assert.True(denied.IsError);
        Assert.Empty(scene.Ran);
    }

    [Fact]
    public async Task The_body_gets_the_arguments_that_were_decided_wherever_it_reads_them()
    {
        string seen = "";
        McpServerTool tool = McpServerTool.Create(
            (string path, RequestContext<CallToolRequestParams> context) => seen = $"{path} {context.Params.Arguments!["path"]} {context.JsonRpcRequest.Params!["arguments"]!["path"]}",
            new McpServerToolCreateOptions { Name = "read" });
        await using McpScene scene = new(
            server: options => options.ToolCollection = [tool],
            tools: """{ "tools": { "bank.read": { "arguments": { "/path": { "kind": "path" } } } } }""");
        McpClient client = await scene.ConnectAsync();

        CallToolResult result = await McpScene.CallAsync(client, "read", new { path = "/data/.//plan.txt" });

        Assert.True(result.IsError is null, McpScene.Text(result) + scene.Log.Text);
        Assert.Equal("/data/plan.txt /data/plan.txt /data/plan.txt", seen);
    }

    [Fact]
    public async Task Parallel_calls_are_decided_one_by_one_and_no_answer_is_mixed_up()
    {
        await using McpScene scene = new(
            "permit (principal, action == Action::\"bank.echo\", resource);\nforbid (principal, action, resource) when { context.input.text like \"odd*\" };");
        McpClient client = await scene.ConnectAsync();

        CallToolResult[] results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => McpScene.CallAsync(client, "echo", new { text = i % 2 == 0 ? $"even {i}" : $"odd {i}" })));

        for (int i = 0; i < results.Length; i++)
        {
            Assert.Equal(i % 2 == 0 ? $"even {i}" : "Not executed: bank.echo was denied.", McpScene.Text(results[i]));
        }

        Assert.Equal(100, scene.Ran.Count);
    }

    [Fact]
    public async Task Of_parallel_calls_against_a_limit_no_more_pass_than_it_allows()
    {
        await using McpScene scene = new("permit (principal, action, resource) when { context.history.calls < 3 };");
        McpClient client = await scene.ConnectAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => McpScene.CallAsync(client, "echo", new { text = $"{i}" })));

        Assert.Equal(3, scene.Ran.Count);
    }

    [Fact]
    public async Task Cancellation_reaches_the_body_and_the_outcome_is_unknown()
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        McpServerTool slow = McpServerTool.Create(
            async (string text, CancellationToken cancellationToken) =>
            {
                started.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
                finally
                {
                    ended.SetResult();
                }

                return text;
            },
            new McpServerToolCreateOptions { Name = "echo" });
        await using McpScene scene = new(server: options => options.ToolCollection = [slow]);
        WireClient wire = await scene.Connect().InitializeAsync();

        await wire.WriteAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"hi"}}}""");
        await started.Task;
        await wire.WriteAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""");

        await ended.Task;
        await Eventually.TrueAsync(() => scene.Audit.Entries.Any(entry => entry.Outcome == InvocationOutcome.Unknown));
    }

    [Fact]
    public async Task Call_ids_and_the_deployers_toolset_are_in_the_audit_log()
    {
        await using McpScene scene = new();
        WireClient wire = await scene.Connect().InitializeAsync();

        await wire.CallAsync(4711, "echo", """{"text":"hi"}""");

        AuditEntry entry = scene.Audit.Entries[0];
        Assert.Equal(("bank.echo", "4711", "alice → bot"), (entry.Tool.ToString(), entry.CallId, entry.Chain));
    }

    private sealed class Finance : IPolicyInformationPoint
    {
        public string Name => "finance";

        public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken) =>
            new(PolicyInformation.None.WithParents(Principal.User("fay"), Principal.Group("finance")));
    }
}
