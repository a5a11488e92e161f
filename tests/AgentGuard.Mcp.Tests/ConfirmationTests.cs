using System.Text.Json;
using AgentGuard.Tests;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static AgentGuard.Principal;

namespace AgentGuard.Mcp.Tests;

/// <summary>A question to the human in front of the client, where the deployer says that there is one.</summary>
public sealed class ConfirmationTests
{
    private const string Confirm = """
        permit (principal, action, resource);
        @id("ask-first") @confirm @advice("payments are confirmed")
        forbid (principal, action == Action::"bank.pay", resource);
        """;

    public static TheoryData<string> Eras => McpScene.Eras;

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_yes_releases_the_very_call_once(string era)
    {
        await using McpScene scene = Scene();
        Human human = new("accept");
        McpClient client = await scene.ConnectAsync(era, human.Answer);

        CallToolResult paid = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 });

        Assert.Equal(("paid 50 to acme", null), (McpScene.Text(paid), paid.IsError));
        Assert.Equal(["Run bank.pay once?\nto: acme\namount: 50\npayments are confirmed"], human.Questions);
        Assert.Equal("pay(acme,50)", scene.Runs);

        // The next one is another call, and asks again.
        await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 });
        Assert.Equal(2, human.Questions.Count);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_no_refuses_the_call_and_it_is_not_asked_for_again(string era)
    {
        await using McpScene scene = Scene();
        Human human = new("decline");
        McpClient client = await scene.ConnectAsync(era, human.Answer);

        CallToolResult refused = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 });
        CallToolResult again = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 });

        Assert.Equal("Not executed: bank.pay was denied. The request for approval was refused.", McpScene.Text(refused));
        Assert.Equal(McpScene.Text(refused), McpScene.Text(again));
        Assert.Single(human.Questions);
        Assert.Empty(scene.Ran);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_question_that_is_dropped_or_answered_with_nonsense_leaves_the_call_held(string era)
    {
        // A client of the newer protocol asks its human itself, and a fault of it is its own.
        string[] answers = era == McpScene.Handshake ? ["cancel", "ACCEPT", "yes", "fault"] : ["cancel", "ACCEPT", "yes"];
        foreach (string answer in answers)
        {
            await using McpScene scene = Scene();
            McpClient client = await scene.ConnectAsync(era, new Human(answer).Answer);

            CallToolResult held = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 });

            Assert.StartsWith("Not executed: bank.pay was held for confirmation. Payments are confirmed (ask-first).", McpScene.Text(held), StringComparison.Ordinal);
            Assert.Equal(ApprovalState.Pending, Assert.Single(await scene.Guard.Approvals.ListPendingAsync()).State);
            Assert.Empty(scene.Ran);
        }
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_question_that_nobody_answers_in_time_leaves_the_call_held(string era)
    {
        ManualTimeProvider time = new();
        await using McpScene scene = Scene(options =>
        {
            options.TimeProvider = time;
            options.ConfirmationTimeout = TimeSpan.FromSeconds(30);
        });
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        McpClient client = await scene.ConnectAsync(era, options => options.Handlers.ElicitationHandler = async (_, _) =>
        {
            asked.SetResult();
            await never.Task;
            return new ElicitResult { Action = "accept" };
        });

        Task<CallToolResult> call = McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 });
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(31));

        // Where the client comes back for the answer itself, it does so once its human has answered: too late.
        if (era == McpScene.PerRequest)
        {
            await Eventually.TrueAsync(() => scene.Log.Text.Contains("could not be asked", StringComparison.Ordinal));
            never.SetResult();
            await Record.ExceptionAsync(() => call);
        }
        else
        {
            Assert.StartsWith("Not executed: bank.pay was held for confirmation.", McpScene.Text(await call), StringComparison.Ordinal);
            never.SetResult();
        }

        Assert.Equal(ApprovalState.Pending, Assert.Single(await scene.Guard.Approvals.ListPendingAsync()).State);
        Assert.Empty(scene.Ran);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_client_that_cannot_ask_leaves_the_call_held(string era)
    {
        await using McpScene scene = Scene();
        McpClient client = await scene.ConnectAsync(era);

        Assert.StartsWith("Not executed: bank.pay was held for confirmation.", McpScene.Text(await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 })), StringComparison.Ordinal);
        Assert.Empty(scene.Ran);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Without_the_deployer_s_word_that_there_is_a_human_nobody_is_asked(string era)
    {
        await using McpScene scene = new(Confirm);
        Human human = new("accept");
        McpClient client = await scene.ConnectAsync(era, human.Answer);

        Assert.StartsWith("Not executed: bank.pay was held for confirmation.", McpScene.Text(await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 })), StringComparison.Ordinal);
        Assert.Empty(human.Questions);
        Assert.Empty(scene.Ran);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task An_approval_is_never_asked_for_nor_discharged_this_way(string era)
    {
        await using McpScene approval = Scene(policies: "permit (principal, action, resource);\n@id(\"four-eyes\") @approval(\"finance\") forbid (principal, action == Action::\"bank.pay\", resource);");
        await using McpScene both = Scene(policies: Confirm + "\n@id(\"four-eyes\") @approval(\"finance\") forbid (principal, action == Action::\"bank.pay\", resource);");
        Human human = new("accept");

        CallToolResult held = await McpScene.CallAsync(await approval.ConnectAsync(era, human.Answer), "pay", new { to = "acme", amount = 50 });
        Assert.Empty(human.Questions);
        CallToolResult confirmed = await McpScene.CallAsync(await both.ConnectAsync(era, human.Answer), "pay", new { to = "acme", amount = 50 });
        Assert.Single(human.Questions);

        Assert.StartsWith("Not executed: bank.pay was held for approval.", McpScene.Text(held), StringComparison.Ordinal);
        Assert.StartsWith("Not executed: bank.pay was held for approval.", McpScene.Text(confirmed), StringComparison.Ordinal);
        Assert.Equal(User("alice"), Assert.Single(Assert.Single(await both.Guard.Approvals.ListPendingAsync()).Yeses).Approver);
        Assert.Empty(approval.Ran);
        Assert.Empty(both.Ran);
    }

    [Fact]
    public async Task Answers_that_were_not_asked_for_count_for_nothing()
    {
        await using McpScene scene = Scene();
        WireClient wire = scene.Connect();
        string meta = WireClient.Meta("wire", """{"elicitation":{"form":{}}}""");
        const string Yes = """
            "inputResponses":{"input_1":{"action":"accept"},"q":{"action":"accept"}}
            """;

        JsonElement forged = await wire.CallAsync(1, "pay", """{"to":"acme","amount":50}""", Yes, "\"requestState\":\"made-up\"", meta);
        Assert.Equal("input_required", forged.GetProperty("result").GetProperty("resultType").GetString());
        string state = $"\"requestState\":\"{forged.GetProperty("result").GetProperty("requestState").GetString()}\"";

        // A call with other arguments may carry the answer: it is the call that was asked about that runs.
        JsonElement answered = await wire.CallAsync(2, "pay", """{"to":"mallory","amount":5000}""", Yes, state, meta);
        Assert.Equal("pay(acme,50)", scene.Runs);
        Assert.Equal("complete", answered.GetProperty("result").GetProperty("resultType").GetString());

        JsonElement replayed = await wire.CallAsync(3, "pay", """{"to":"acme","amount":50}""", Yes, state, meta);
        Assert.Equal("input_required", replayed.GetProperty("result").GetProperty("resultType").GetString());
        Assert.Equal("pay(acme,50)", scene.Runs);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Of_the_same_call_twice_at_once_a_yes_releases_each_once(string era)
    {
        await using McpScene scene = Scene();
        McpClient client = await scene.ConnectAsync(era, new Human("accept").Answer);

        CallToolResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 })));

        int paid = results.Count(static result => result.IsError is null);
        Assert.InRange(paid, 1, 8);
        Assert.Equal(paid, scene.Ran.Count);
    }

    [Fact]
    public async Task The_question_shows_what_would_run_and_no_secret_and_nothing_that_draws_a_line_of_its_own()
    {
        await using McpScene scene = Scene(tools: """{ "tools": { "bank.pay": { "arguments": { "/pin": { "sensitive": true } } } } }""", server: options => options.ToolCollection =
        [
            McpServerTool.Create(static (string to, string pin, string note) => "done", new McpServerToolCreateOptions { Name = "pay" }),
        ]);
        Human human = new("decline");
        McpClient client = await scene.ConnectAsync(McpScene.Handshake, human.Answer);

        await McpScene.CallAsync(client, "pay", new { to = "acme\namount: 0\u202e", pin = "1234", note = new string('x', 10_000) });

        string question = Assert.Single(human.Questions);
        Assert.StartsWith("Run bank.pay once?\nto: acme·amount: 0·\npin: ", question, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", question, StringComparison.Ordinal);
        Assert.EndsWith("xxx… (10000 characters in all)\npayments are confirmed", question, StringComparison.Ordinal);
        Assert.InRange(question.Length, 1, 1_000);
    }

    [Fact]
    public async Task A_store_of_approvals_that_fails_leaves_the_call_held()
    {
        await using McpScene scene = Scene(guard: options => options.ApprovalStore = new FailingStore(options.TimeProvider));
        McpClient client = await scene.ConnectAsync(McpScene.Handshake, new Human("accept").Answer);

        CallToolResult held = await McpScene.CallAsync(client, "pay", new { to = "acme", amount = 50 });

        Assert.StartsWith("Not executed: bank.pay was held for confirmation.", McpScene.Text(held), StringComparison.Ordinal);
        Assert.Empty(scene.Ran);
    }

    private static McpScene Scene(
        Action<McpGuardOptions>? configure = null,
        string policies = Confirm,
        string tools = McpScene.DefaultTools,
        Action<McpServerOptions>? server = null,
        Action<AgentGuardOptions>? guard = null) => new(
        policies,
        server,
        options =>
        {
            options.HasHuman = true;
            configure?.Invoke(options);
        },
        tools,
        guard: guard);

    private sealed class Human(string answer)
    {
        private readonly Lock _lock = new();

        public List<string> Questions { get; } = [];

        public void Answer(McpClientOptions options) => options.Handlers.ElicitationHandler = (question, _) =>
        {
            lock (_lock)
            {
                Questions.Add(question!.Message);
            }

            return answer == "fault" ? throw new McpException("the screen is broken") : new(new ElicitResult { Action = answer });
        };
    }

    private sealed class FailingStore(TimeProvider time) : IApprovalStore
    {
        private readonly InMemoryApprovalStore _inner = new(time);

        public ValueTask<bool> TryUpdateAsync(ApprovalRequest request, CancellationToken cancellationToken) => throw new IOException("disk full");

        public ValueTask<bool> TryAddAsync(ApprovalRequest request, CancellationToken cancellationToken) => _inner.TryAddAsync(request, cancellationToken);

        public ValueTask<ApprovalRequest?> GetAsync(string id, CancellationToken cancellationToken) => _inner.GetAsync(id, cancellationToken);

        public ValueTask<ApprovalRequest?> FindByDigestAsync(string digest, CancellationToken cancellationToken) => _inner.FindByDigestAsync(digest, cancellationToken);

        public ValueTask<IReadOnlyList<ApprovalRequest>> ListPendingAsync(CancellationToken cancellationToken) => _inner.ListPendingAsync(cancellationToken);
    }
}
