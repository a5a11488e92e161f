using Microsoft.SemanticKernel;
using static StandIns.Tests.ScriptedChatClient;

namespace StandIns.Tests;

public sealed class AutoInvocationTests
{
    private readonly Payments _payments = new();
    private readonly Kernel _kernel = new();
    private readonly PromptExecutionSettings _settings = new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    public AutoInvocationTests() => _kernel.Plugins.AddFromObject(_payments, "payments");

    [Fact]
    public async Task Both_kinds_of_filter_run_and_the_outer_one_knows_the_call_id_and_the_history()
    {
        List<string> seen = [];
        _kernel.FunctionInvocationFilters.Add(Filter.Noting(seen));
        _kernel.AutoFunctionInvocationFilters.Add(new AutoFilter(async (context, next) =>
        {
            seen.Add($"auto {context.Function} {context.ToolCallId} {context.Arguments!["to"]} {context.ChatHistory[0].Content}");
            await next(context);
            seen.Add(context.Result.ToString());
        }));
        var model = new ScriptedChatClient(Says(Call("payments_transfer", "7", ("to", "bob"))), Says("done"));

        await AskAsync(model);

        Assert.Equal(["auto payments.transfer 7 bob pay", "payments.transfer", "paid bob 5"], seen);
        Assert.Equal("paid bob 5", model.Requests[1].ResultOf("7")!.ToString());
    }

    [Fact]
    public async Task The_model_is_told_of_all_functions_of_the_kernel_under_their_long_names()
    {
        var model = new ScriptedChatClient(Says("done"));

        await AskAsync(model);

        Assert.Contains("payments_transfer", model.Requests[0].Options!.Tools!.Select(t => t.Name));
        Assert.IsType<AutoChatToolMode>(model.Requests[0].Options!.ToolMode);
    }

    [Fact]
    public async Task A_filter_refuses_by_a_result_of_its_own()
    {
        _kernel.AutoFunctionInvocationFilters.Add(new AutoFilter((context, _) =>
        {
            context.Result = new FunctionResult(context.Function, "refused");
            return Task.CompletedTask;
        }));
        var model = new ScriptedChatClient(Says(Call("payments_transfer", "7", ("to", "bob"))), Says("done"));

        await AskAsync(model);

        Assert.Empty(_payments.Paid);
        Assert.Equal("refused", model.Requests[1].ResultOf("7"));
    }

    [Fact]
    public async Task A_filter_that_only_does_not_go_on_reports_a_success()
    {
        _kernel.AutoFunctionInvocationFilters.Add(new AutoFilter((_, _) => Task.CompletedTask));
        var model = new ScriptedChatClient(Says(Call("payments_transfer", "7", ("to", "bob"))), Says("done"));

        await AskAsync(model);

        Assert.Empty(_payments.Paid);
        Assert.Equal("Success: Function completed.", model.Requests[1].ResultOf("7"));
    }

    [Fact]
    public async Task Terminate_before_the_body_skips_it_and_the_calls_beside_it_stay_unanswered()
    {
        _kernel.AutoFunctionInvocationFilters.Add(new AutoFilter(async (context, next) =>
        {
            context.Terminate = true;
            await next(context);
        }));
        var model = new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob")), Call("payments_transfer", "2", ("to", "eve"))));

        ChatResponse response = await AskAsync(model);

        Assert.Empty(_payments.Paid);
        Assert.Equal("1", response.Messages[^1].Contents.OfType<Microsoft.Extensions.AI.FunctionResultContent>().Single().CallId);
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task An_exception_of_a_filter_is_a_failed_function_to_the_model()
    {
        _kernel.FunctionInvocationFilters.Add(new Filter((_, _) => throw new FormatException("secret")));
        var model = new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob"))), Says("done"));

        await AskAsync(model);

        Assert.Equal("Error: Function failed.", model.Requests[1].ResultOf("1"));
    }

    [Fact]
    public async Task A_function_invoker_is_never_asked()
    {
        bool asked = false;
        var model = new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob"))), Says("done"));
        IChatClient client = model.AsBuilder().UseKernelFunctionInvocation().Build();
        client.GetService<FunctionInvokingChatClient>()!.FunctionInvoker = (_, _) =>
        {
            asked = true;
            return new("x");
        };

        await client.GetResponseAsync("pay", _settings.ToChatOptions(_kernel));

        Assert.False(asked);
        Assert.Single(_payments.Paid);
    }

    [Fact]
    public async Task A_kernel_function_in_a_wrapper_fails()
    {
        ChatOptions options = _settings.ToChatOptions(_kernel);
        options.Tools = [.. options.Tools!.OfType<AIFunction>().Select(f => new Wrapper(f))];
        var model = new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob"))), Says("done"));

        await model.AsBuilder().UseKernelFunctionInvocation().Build().GetResponseAsync("pay", options);

        Assert.Empty(_payments.Paid);
        Assert.Equal("Error: Function failed.", model.Requests[1].ResultOf("1"));
    }

    [Fact]
    public async Task Calls_are_left_to_the_caller_when_invocation_is_turned_off()
    {
        _settings.FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false);

        ChatResponse response = await AskAsync(new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob")))));

        Assert.Empty(_payments.Paid);
        Assert.False(response.Messages[^1].Contents.OfType<Microsoft.Extensions.AI.FunctionCallContent>().Single().InformationalOnly);
    }

    [Fact]
    public void Automatic_invocation_needs_a_kernel() => Assert.Throws<KernelException>(() => _settings.ToChatOptions(null));

    private Task<ChatResponse> AskAsync(ScriptedChatClient model) =>
        model.AsBuilder().UseKernelFunctionInvocation().Build().GetResponseAsync("pay", _settings.ToChatOptions(_kernel));

    private sealed class Wrapper(AIFunction inner) : DelegatingAIFunction(inner);
}
