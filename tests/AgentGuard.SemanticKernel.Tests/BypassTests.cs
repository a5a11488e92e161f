using AgentGuard.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentGuard.SemanticKernel.Tests;

public sealed class BypassTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("keyed")]
    [InlineData("inside")]
    [InlineData("beside")]
    public void A_client_that_calls_functions_without_filters_keeps_the_kernel_from_being_built(string how)
    {
        IChatClient plain = new ScriptedChatClient();
        plain = plain.AsBuilder().UseFunctionInvocation().Build();
        IChatClient inside = plain.AsBuilder().UseKernelFunctionInvocation().Build();

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => new GuardedKernel(builder => _ = how switch
        {
            "keyed" => builder.Services.AddKeyedSingleton("gpt", plain),
            "inside" => builder.Services.AddSingleton(inside),
            "beside" => builder.Services.AddSingleton(plain).AddSingleton<IChatClient>(new ScriptedChatClient()),
            _ => builder.Services.AddSingleton(plain),
        }));

        Assert.Contains("use UseKernelFunctionInvocation", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_is_registered_per_scope_is_looked_at_in_its_scope()
    {
        using GuardedKernel files = new();
        ServiceCollection services = new();
        services.AddScoped<IChatClient>(_ => new ScriptedChatClient().AsBuilder().UseFunctionInvocation().Build());
        services.AddKernel().AddAgentGuard(files.Guard);
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        using IServiceScope scope = provider.CreateScope();

        Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<Kernel>());
    }

    [Fact]
    public void A_kernel_says_which_of_its_ways_around_the_guard_it_can_see()
    {
        using GuardedKernel kernel = new();
        Assert.Empty(kernel.Kernel.FindAgentGuardBypasses());

        Assert.Equal(2, new Kernel().FindAgentGuardBypasses().Count);

        Kernel later = kernel.Kernel.Clone();
        later.FunctionInvocationFilters.Add(new Filter((context, next) => next(context)));
        Assert.Equal(["the filter Filter was added after AgentGuard's: what it changes is decided again behind it"], later.FindAgentGuardBypasses());

        Kernel without = kernel.Kernel.Clone();
        without.AutoFunctionInvocationFilters.Clear();
        Assert.Equal(["this kernel has no auto-function filter of AgentGuard: decisions carry no call id of the model"], without.FindAgentGuardBypasses());

        ServiceCollection services = new();
        services.AddSingleton(new ScriptedChatClient().AsBuilder().UseFunctionInvocation().Build());
        Assert.Contains(new Kernel(services.BuildServiceProvider()).FindAgentGuardBypasses(), bypass => bypass.Contains("UseFunctionInvocation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_kernel_can_see_is_in_its_log_once_at_its_first_call()
    {
        LogList log = new();
        using GuardedKernel kernel = new(builder => builder.Services.AddSingleton<ILoggerFactory>(log));
        kernel.Kernel.FunctionInvocationFilters.Add(new Filter((context, next) => next(context)));
        kernel.Kernel.AutoFunctionInvocationFilters.Clear();
        KernelFunction transfer = kernel.Transfer;

        await kernel.Kernel.InvokeAsync(transfer, new() { ["to"] = "ann", ["amount"] = 1 });
        await kernel.Kernel.InvokeAsync(transfer, new() { ["to"] = "ann", ["amount"] = 2 });

        Assert.Equal(
            [
                "A way around the guard: the filter Filter was added after AgentGuard's: what it changes is decided again behind it",
                "A way around the guard: this kernel has no auto-function filter of AgentGuard: decisions carry no call id of the model",
            ],
            log.Warnings);
    }

    [Fact]
    public async Task A_kernel_without_filters_decides_nothing_and_is_the_hosts_to_avoid()
    {
        using GuardedKernel kernel = new();

        await new Kernel().InvokeAsync(kernel.Transfer, new() { ["to"] = "ann", ["amount"] = 9000 });

        Assert.Equal(["9000 to ann"], kernel.Ran);
        Assert.Empty(kernel.Audit.Entries);
    }

    [Fact]
    public async Task A_kernel_function_invoked_as_an_ai_function_skips_the_filters_unless_it_is_wrapped()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        AIFunctionArguments large = new() { ["to"] = "ann", ["amount"] = 9000L, ["AIFunctionArguments_Kernel"] = kernel.Kernel };

        await ((AIFunction)transfer).InvokeAsync(large);
        Assert.Equal(["9000 to ann"], kernel.Ran);
        Assert.Empty(kernel.Audit.Entries);

        AIFunction guarded = ((AIFunction)transfer).InToolset("payments", "transfer").WithAgentGuard(kernel.Guard);
        object? refused = await guarded.InvokeAsync(new() { ["to"] = "ann", ["amount"] = 9000L });
        Assert.StartsWith("Not executed: payments.transfer was denied.", refused!.ToString(), StringComparison.Ordinal);
        Assert.Single(kernel.Ran);
    }

    [Fact]
    public async Task Plain_chat_options_skip_the_filters_and_the_client_adapter_is_what_guards_them()
    {
        ScriptedChatClient model = new ScriptedChatClient().Calls("payments_transfer", new { to = "ann", amount = 9000 }).Says("done");
        using GuardedKernel kernel = new(model: model);
        _ = kernel.Transfer;
        ChatOptions plain = new() { Tools = [.. kernel.Kernel.Plugins["payments"]] };

        await kernel.Kernel.GetRequiredService<IChatClient>().GetResponseAsync("pay", plain);
        Assert.Equal(["9000 to ann"], kernel.Ran);

        ScriptedChatClient again = new ScriptedChatClient().Calls("payments_transfer", new { to = "ann", amount = 9000 }).Says("done");
        using IChatClient guarded = again.WithAgentGuard(kernel.Guard, inner => new FunctionInvokingChatClient(inner));
        ChatOptions wrapped = new() { Tools = [.. kernel.Kernel.Plugins["payments"].Select(function => ((AIFunction)function).InToolset("payments", "transfer"))] };
        await guarded.GetResponseAsync("pay", wrapped);
        Assert.Single(kernel.Ran);
    }

    [Fact]
    public async Task A_kernel_function_made_of_a_guarded_function_is_decided_by_both()
    {
        using GuardedKernel kernel = new();
        AIFunction guarded = AIFunctionFactory.Create((string id) => kernel.Run($"mail {id}"), "read").InToolset("mail").WithAgentGuard(kernel.Guard);
        KernelFunction function = kernel.Kernel.Plugins.AddFromFunctions("mail", [guarded.AsKernelFunction()])["read"];

        Assert.Equal("mail 7", (await kernel.Kernel.InvokeAsync(function, new() { ["id"] = "7" })).ToString());
        Assert.Equal(2, kernel.Decided.Count());
        Assert.Single(kernel.Ran);
    }

    private sealed class LogList : ILoggerFactory, ILogger
    {
        public List<string> Warnings { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Warnings.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
