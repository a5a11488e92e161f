using System.IO.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp.Tests;

/// <summary>A guard that is registered is there, or the host does not start.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentguard-").FullName;
    private readonly LogLines _log = new();
    private readonly ServiceCollection _services = new();

    public StartUpTests() => Write("permit (principal, action, resource);", """{ "tools": { "local.echo": {} } }""");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_that_is_guarded_starts_and_says_where_nobody_is_configured()
    {
        Server().WithAgentGuard(_folder);

        await StartAsync();

        Assert.Contains("No user is configured for this server: every call is denied until McpGuardOptions.Scope says who calls", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_somebody_is_configured_the_log_says_nothing_of_it()
    {
        Server().WithAgentGuard(_folder, static options => options.Scope = static _ => null);

        await StartAsync();

        Assert.DoesNotContain("No user is configured", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_were_replaced_keep_the_host_from_starting()
    {
        Server().WithAgentGuard(_folder);
        _services.AddSingleton(Options.Create(new McpServerOptions()));

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(StartAsync);

        Assert.Contains("its options are others: they were replaced. Configure the options that the container makes, or call AddAgentGuard on those", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_made_of_other_options_keeps_the_host_from_starting()
    {
        Server().WithAgentGuard(_folder);
        _services.AddSingleton(static _ => McpServer.Create(new StreamServerTransport(Stream.Null, Stream.Null), new McpServerOptions()));

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(StartAsync);

        Assert.Contains("its options are others", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Replaced =>
    [
        "Filters", "Request", "Message", "CallToolFilters", "CallToolWithAlternateFilters", "ReadResourceFilters", "GetPromptFilters", "CompleteFilters", "SubscribeToResourcesFilters",
        "ListToolsFilters", "ListPromptsFilters", "ListResourcesFilters", "ListResourceTemplatesFilters", "IncomingFilters", "OutgoingFilters",
    ];

    [Theory]
    [MemberData(nameof(Replaced))]
    public async Task Filters_that_were_replaced_after_the_guard_was_added_keep_the_host_from_starting(string name)
    {
        Server().WithAgentGuard(_folder);
        _services.AddSingleton<IPostConfigureOptions<McpServerOptions>>(new PostConfigureOptions<McpServerOptions>(null, options => Replace(options, name)));

        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(StartAsync);

        Assert.Contains("they were replaced after it was added. Add filters to the lists that are there", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Replaced))]
    public async Task A_guard_that_was_taken_out_in_part_refuses_what_it_still_sees(string name)
    {
        await using McpScene scene = new(server: ResourceTests.Fill);
        Replace(scene.Options, name);
        ModelContextProtocol.Client.McpClient client = await scene.ConnectAsync();

        Exception? list = await Record.ExceptionAsync(async () => await client.ListToolsAsync());
        CallToolResult call = await McpScene.CallAsync(client, "echo", new { text = "hi" });

        // Where all of it is gone nothing can notice: that is what the start looks for.
        bool isGone = name is "Filters" or "Request";
        Assert.Equal(isGone || name == "ListToolsFilters", list is null);
        Assert.Equal(isGone || name == "CallToolWithAlternateFilters" ? null : true, call.IsError);
        if (name == "CallToolWithAlternateFilters")
        {
            // The layer behind is there, and decides.
            Assert.Equal("bank.echo", scene.Audit.Entries[0].Tool.ToString());
        }
    }

    [Fact]
    public async Task The_guard_s_filters_cannot_be_cleared_removed_or_overwritten()
    {
        await using McpScene scene = new();
        McpRequestFilter<CallToolRequestParams, CallToolResult> own = static next => next;
        IList<McpRequestFilter<CallToolRequestParams, CallToolResult>> filters = scene.Options.Filters.Request.CallToolFilters;
        filters.Add(own);
        filters.Insert(0, own);

        Assert.Contains("the guard's filters stay where they are", Assert.Throws<InvalidOperationException>(filters.Clear).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => filters.RemoveAt(2));
        Assert.Throws<InvalidOperationException>(() => filters[2] = own);
        filters.RemoveAt(1);
        filters[0] = own;
        Assert.Equal(2, filters.Count);
        Assert.True((await McpScene.CallAsync(await scene.ConnectAsync(), "echo")).IsError);
    }

    [Fact]
    public void A_second_guard_with_other_policies_is_refused_and_the_same_one_is_added_once()
    {
        using ToolCallGuard guard = ToolCallGuard.FromPolicies(_folder);
        using ToolCallGuard other = ToolCallGuard.FromPolicies(_folder);
        McpServerOptions options = new();
        McpGuardOptions how = new();
        options.AddAgentGuard(guard, how).AddAgentGuard(guard, how);

        Assert.Single(options.Filters.Request.CallToolFilters);
        Assert.Contains("a server has one guard", Assert.Throws<InvalidOperationException>(() => options.AddAgentGuard(other, how)).Message, StringComparison.Ordinal);
        Assert.Contains("a server has one guard", Assert.Throws<InvalidOperationException>(() => options.AddAgentGuard(guard, new McpGuardOptions())).Message, StringComparison.Ordinal);

        IMcpServerBuilder builder = Server().WithAgentGuard(guard).WithAgentGuard(guard);
        Assert.Throws<InvalidOperationException>(() => builder.WithAgentGuard(other));
        Assert.Throws<InvalidOperationException>(() => builder.WithAgentGuard(_folder));
    }

    [Fact]
    public async Task A_handler_that_takes_the_pipeline_s_place_later_keeps_the_host_from_starting()
    {
        Server().WithAgentGuard(_folder);
#pragma warning disable MCPEXP002 // the handler that does
        _services.AddSingleton<IPostConfigureOptions<McpServerOptions>>(new PostConfigureOptions<McpServerOptions>(
            null, static options => options.Handlers.CallToolWithAlternateHandler = static (_, _) => throw new NotSupportedException()));
#pragma warning restore MCPEXP002

        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(StartAsync);

        Assert.Contains("CallToolWithAlternateHandler", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_that_do_not_fit_the_server_s_tools_keep_the_host_from_starting()
    {
        Write("permit (principal, action == Action::\"local.echo\", resource) when { context.input.txet == \"hi\" };", """{ "tools": { "local.echo": {} } }""");
        File.WriteAllText(Path.Combine(_folder, "schema.cedarschema"), "");
        Server().WithAgentGuard(_folder);

        PolicyBundleException e = await Assert.ThrowsAsync<PolicyBundleException>(StartAsync);

        Assert.Contains("txet", e.Message, StringComparison.Ordinal);
    }

    private IMcpServerBuilder Server()
    {
        _services.AddSingleton<ILoggerFactory>(_log);
        return _services.AddMcpServer()
            .WithStreamServerTransport(new Pipe().Reader.AsStream(), Stream.Null)
            .WithTools([McpServerTool.Create(static (string text) => text, new McpServerToolCreateOptions { Name = "echo" })]);
    }

    /// <summary>Starts as a host does, up to where the services run.</summary>
    private async Task StartAsync()
    {
        await using ServiceProvider provider = _services.BuildServiceProvider();
        foreach (IHostedLifecycleService service in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }
    }

    private void Write(string policies, string tools)
    {
        File.WriteAllText(Path.Combine(_folder, "test.cedar"), policies);
        File.WriteAllText(Path.Combine(_folder, "tools.json"), tools);
    }

    private static void Replace(McpServerOptions options, string name)
    {
        object owner = name switch
        {
            "Filters" => options,
            "Request" or "Message" => options.Filters,
            "IncomingFilters" or "OutgoingFilters" => options.Filters.Message,
            _ => options.Filters.Request,
        };
        System.Reflection.PropertyInfo property = owner.GetType().GetProperty(name)!;
        Type type = property.PropertyType;
        property.SetValue(owner, Activator.CreateInstance(type.IsInterface ? typeof(List<>).MakeGenericType(type.GetGenericArguments()) : type));
    }
}
