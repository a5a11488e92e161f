using System.Security.Claims;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static AgentGuard.Principal;

namespace AgentGuard.Mcp.Tests;

/// <summary>Who calls: what the host says, else whom the transport authenticated, else nobody.</summary>
public sealed class CallerTests
{
    private static readonly Claim s_sub = new("sub", "alice");

    public static TheoryData<string> Eras => McpScene.Eras;

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Over_stdio_nobody_is_known_and_every_call_is_denied_and_the_log_says_what_to_do(string era)
    {
        await using McpScene scene = new(configure: static options => options.Scope = null);
        McpClient client = await scene.ConnectAsync(era);

        CallToolResult denied = await McpScene.CallAsync(client, "echo", new { text = "hi" });

        Assert.Equal("Not executed: bank.echo was denied. The server does not know who calls: its operator has to configure that.", McpScene.Text(denied));
        Assert.Empty(await client.ListToolsAsync());
        Assert.Empty(scene.Ran);
        Assert.Contains("set McpGuardOptions.Scope: over stdio nobody is authenticated", scene.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_around_the_server_is_who_calls()
    {
        await using McpScene scene = new(configure: static options => options.Scope = null);
        AgentScope around = AgentScope.Begin(User("alice"), Agent("bot"));
        McpClient client = await scene.ConnectAsync();

        Assert.Null((await McpScene.CallAsync(client, "echo", new { text = "hi" })).IsError);
        Assert.Equal("alice → bot", scene.Audit.Entries[0].Chain);

        around.Dispose();
        Assert.True((await McpScene.CallAsync(client, "echo", new { text = "hi" })).IsError);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task An_authenticated_user_calls_with_the_client_as_an_asserted_agent(string era)
    {
        await using McpScene scene = new(
            "permit (principal == User::\"alice\", action, resource) when { context.delegation.depth == 1 };\npermit (principal == Agent::\"inspector\", action, resource);",
            As(new ClaimsIdentity([s_sub, new Claim(ClaimTypes.NameIdentifier, "other"), new Claim(ClaimTypes.Name, "root")], "Bearer")),
            static options => options.Scope = null);
        McpClient client = await scene.ConnectAsync(era);
        McpClient other = await scene.ConnectAsync(era, static options => options.ClientInfo = new Implementation { Name = "other", Version = "1" });

        Assert.Null((await McpScene.CallAsync(client, "echo", new { text = "hi" })).IsError);
        Assert.True((await McpScene.CallAsync(other, "echo", new { text = "hi" })).IsError);
        Assert.Equal("alice → inspector", scene.Audit.Entries[0].Chain);
    }

    public static TheoryData<string, string> Claims => new()
    {
        { "NameIdentifier", "bob" },
        { "name only", "" },
        { "not authenticated", "" },
        { "two subs", "" },
        { "empty sub", "" },
        { "none", "" },
        { "one of two identities", "alice" },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task Only_an_id_of_an_authenticated_identity_names_a_user(string kind, string expected)
    {
        await using McpScene scene = new(server: As(kind switch
        {
            "NameIdentifier" => [new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "bob")], "Bearer")],
            "name only" => [new ClaimsIdentity([new Claim(ClaimTypes.Name, "alice"), new Claim("preferred_username", "alice")], "Bearer")],
            "not authenticated" => [new ClaimsIdentity([s_sub])],
            "two subs" => [new ClaimsIdentity([s_sub, new Claim("sub", "bob")], "Bearer")],
            "empty sub" => [new ClaimsIdentity([new Claim("sub", ""), new Claim(ClaimTypes.NameIdentifier, "bob")], "Bearer")],
            "one of two identities" => [new ClaimsIdentity([new Claim("sub", "mallory")]), new ClaimsIdentity([s_sub], "Bearer")],
            _ => [],
        }), configure: static options => options.Scope = null);

        CallToolResult result = await McpScene.CallAsync(await scene.ConnectAsync(), "echo", new { text = "hi" });

        Assert.Equal(expected.Length == 0 ? true : null, result.IsError);
        Assert.Equal(expected.Length == 0 ? "" : $"{expected} → inspector", scene.Audit.Entries[0].Chain);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task One_connection_is_one_session_and_another_one_another(string era)
    {
        await using McpScene scene = new(
            "permit (principal, action, resource) when { context.history.calls < 1 };", As(new ClaimsIdentity([s_sub], "Bearer")), static options => options.Scope = null);
        McpClient one = await scene.ConnectAsync(era);
        McpClient other = await scene.ConnectAsync(era);

        Assert.Null((await McpScene.CallAsync(one, "echo", new { text = "1" })).IsError);
        Assert.True((await McpScene.CallAsync(one, "echo", new { text = "2" })).IsError);
        Assert.Null((await McpScene.CallAsync(other, "echo", new { text = "3" })).IsError);

        string?[] sessions = [.. scene.Audit.Entries.Select(static entry => entry.SessionId).Distinct()];
        Assert.Equal(2, sessions.Length);
        Assert.All(sessions, static session => Assert.StartsWith("ses_", session, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_user_on_the_same_connection_has_a_session_of_his_own()
    {
        string user = "alice";
        await using McpScene scene = new(
            "permit (principal, action, resource) when { context.history.calls < 1 };",
            options => options.Filters.Message.IncomingFilters.Add(next => (context, cancellationToken) =>
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user)], "Bearer"));
                return next(context, cancellationToken);
            }),
            static options => options.Scope = null);
        McpClient client = await scene.ConnectAsync();

        Assert.Null((await McpScene.CallAsync(client, "echo", new { text = "1" })).IsError);
        Assert.True((await McpScene.CallAsync(client, "echo", new { text = "2" })).IsError);
        user = "bob";
        Assert.Null((await McpScene.CallAsync(client, "echo", new { text = "3" })).IsError);
        user = "alice";
        Assert.True((await McpScene.CallAsync(client, "echo", new { text = "4" })).IsError);
        Assert.Equal("echo(1) echo(3)", scene.Runs);
    }

    [Fact]
    public async Task A_client_that_changes_its_name_stays_in_its_session()
    {
        await using McpScene scene = new(
            "permit (principal, action, resource) when { context.history.calls < 3 };", As(new ClaimsIdentity([s_sub], "Bearer")), static options => options.Scope = null);
        WireClient wire = scene.Connect();

        for (int i = 0; i < 200; i++)
        {
            await wire.CallAsync(i, "echo", $$"""{"text":"{{i}}"}""", WireClient.Meta($"client {i}"));
        }

        Assert.Equal("echo(0) echo(1) echo(2)", scene.Runs);
        Assert.Single(scene.Audit.Entries.Select(static entry => entry.SessionId).Distinct());
    }

    [Fact]
    public async Task Before_a_handshake_all_requests_of_a_user_share_a_session_so_that_limits_hold()
    {
        await using McpScene scene = new(
            "permit (principal, action, resource) when { context.history.calls < 2 };", As(new ClaimsIdentity([s_sub], "Bearer")), static options => options.Scope = null);

        for (int i = 0; i < 4; i++)
        {
            // Each of these is a server of its own, as a stateless host makes them.
            await scene.Connect().CallAsync(1, "echo", $$"""{"text":"{{i}}"}""");
        }

        Assert.Equal("echo(0) echo(1)", scene.Runs);
    }

    [Theory]
    [InlineData("", "unnamed")]
    [InlineData("   ", "unnamed")]
    [InlineData("a\u202eb\nc", "a·b·c")]
    [InlineData(null, "unnamed")]
    public async Task A_client_s_name_is_made_fit_for_a_policy_and_never_vanishes(string? name, string expected)
    {
        await using McpScene scene = new(server: As(new ClaimsIdentity([s_sub], "Bearer")), configure: static options => options.Scope = null);

        await scene.Connect().CallAsync(1, "echo", """{"text":"hi"}""", WireClient.Meta(name));

        Assert.Equal($"alice → {expected}", scene.Audit.Entries[0].Chain);
    }

    [Fact]
    public async Task A_name_without_end_is_cut()
    {
        await using McpScene scene = new(server: As(new ClaimsIdentity([s_sub], "Bearer")), configure: static options => options.Scope = null);
        McpClient client = await scene.ConnectAsync(configure: static options => options.ClientInfo = new Implementation { Name = new string('n', 100_000), Version = "1" });

        await McpScene.CallAsync(client, "echo", new { text = "hi" });

        Assert.Equal($"alice → {new string('n', 128)}…", scene.Audit.Entries[0].Chain);
    }

    [Fact]
    public async Task Where_who_calls_cannot_be_told_the_call_is_denied_and_the_fault_is_logged()
    {
        await using McpScene scene = new(configure: static options => options.Scope = static _ => throw new InvalidOperationException("directory is down"));
        McpClient client = await scene.ConnectAsync();

        CallToolResult denied = await McpScene.CallAsync(client, "echo", new { text = "hi" });

        Assert.StartsWith("Not executed: bank.echo was denied.", McpScene.Text(denied), StringComparison.Ordinal);
        Assert.DoesNotContain("directory", McpScene.Text(denied), StringComparison.Ordinal);
        Assert.Contains("directory is down", scene.Log.Text, StringComparison.Ordinal);
        Assert.Empty(scene.Ran);
    }

    [Fact]
    public async Task A_body_acts_in_the_caller_s_scope()
    {
        string? acting = null;
        McpServerTool tool = McpServerTool.Create(() => acting = AgentScope.Current?.Chain.ToString(), new McpServerToolCreateOptions { Name = "echo" });
        await using McpScene scene = new(server: options => options.ToolCollection = [tool]);

        await McpScene.CallAsync(await scene.ConnectAsync(), "echo");

        Assert.Equal("alice → bot", acting);
    }

    [Fact]
    public async Task An_agent_that_a_filter_begins_answers_for_the_call_as_well()
    {
        await using McpScene scene = new("permit (principal == User::\"alice\", action, resource);\npermit (principal == Agent::\"bot\", action, resource);");
        scene.Options.Filters.Request.CallToolFilters.Add(static next => async (context, cancellationToken) =>
        {
            using AgentScope sub = AgentScope.Begin(Agent("sub"));
            return await next(context, cancellationToken);
        });

        CallToolResult denied = await McpScene.CallAsync(await scene.ConnectAsync(), "echo", new { text = "hi" });

        Assert.True(denied.IsError);
        Assert.Empty(scene.Ran);
    }

    private static Action<McpServerOptions> As(params ClaimsIdentity[] identities) => options => options.Filters.Message.IncomingFilters.Add(next => (context, cancellationToken) =>
    {
        context.User = new ClaimsPrincipal(identities);
        return next(context, cancellationToken);
    });
}
