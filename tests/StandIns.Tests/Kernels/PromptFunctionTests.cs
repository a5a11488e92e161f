using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using static StandIns.Tests.ScriptedChatClient;

namespace StandIns.Tests;

public sealed class PromptFunctionTests
{
    private readonly List<string> _seen = [];
    private readonly Payments _payments = new();

    [Fact]
    public async Task A_prompt_is_rendered_and_sent_to_the_client_of_the_kernel()
    {
        var model = new ScriptedChatClient(Says("a poem"));
        Kernel kernel = KernelWith(model);

        FunctionResult result = await kernel.InvokePromptAsync("Write about {{$topic}}", new() { ["topic"] = "<b>rain</b>" });

        Assert.Equal("a poem", result.GetValue<string>());
        Assert.Equal("Write about &lt;b&gt;rain&lt;/b&gt;", result.RenderedPrompt);
        Assert.Equal(result.RenderedPrompt, model.Requests[0].Messages.Single().Text);
    }

    [Fact]
    public async Task It_goes_through_the_function_filters_under_another_name_each_time()
    {
        Kernel kernel = KernelWith(new ScriptedChatClient(Says("a poem")));

        await kernel.InvokePromptAsync("Write");
        await kernel.InvokePromptAsync("Write");

        Assert.All(_seen, name => Assert.StartsWith("InvokePromptAsync_", name, StringComparison.Ordinal));
        Assert.Equal(2, _seen.Distinct().Count());
    }

    [Fact]
    public void Prompt_functions_have_execution_settings_if_only_empty_ones_and_functions_of_a_method_or_of_another_library_have_none()
    {
        Assert.Empty(KernelFunctionFactory.CreateFromPrompt("Write").ExecutionSettings!);
        Assert.Empty(KernelFunctionFactory.CreateFromPrompt("Write").Clone("plugin").ExecutionSettings!);
        Assert.Null(KernelFunctionFactory.CreateFromMethod(() => 1, "one").ExecutionSettings);
        Assert.Null(AIFunctionFactory.Create(() => 1, "one").AsKernelFunction().ExecutionSettings);
    }

    [Fact]
    public async Task A_client_that_says_nothing_of_itself_is_not_asked()
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddChatClient(new Anonymous(new ScriptedChatClient(Says("a poem"))));

        await Assert.ThrowsAsync<ArgumentNullException>(() => builder.Build().InvokePromptAsync("Write"));
    }

    [Fact]
    public async Task The_model_may_call_functions_on_the_way()
    {
        var model = new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob"))), Says("done"));
        Kernel kernel = KernelWith(model);

        FunctionResult result = await kernel.InvokePromptAsync(
            "Pay", new(new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));

        Assert.Equal("done", result.GetValue<string>());
        Assert.Equal(["bob 5"], _payments.Paid);
        Assert.Equal("payments.transfer", _seen[1]);
    }

    [Fact]
    public async Task A_template_invokes_functions_through_the_filters()
    {
        var model = new ScriptedChatClient(Says("done"));
        Kernel kernel = KernelWith(model);

        await kernel.InvokePromptAsync("Balance: {{payments.Balance}}");

        Assert.Equal("Balance: 42", model.Requests[0].Messages.Single().Text);
        Assert.Equal("payments.Balance", _seen[1]);
    }

    [Fact]
    public async Task A_streamed_prompt_asks_the_model_after_the_filter_has_returned()
    {
        var model = new ScriptedChatClient(Says("a poem"));
        Kernel kernel = KernelWith(model);
        int askedWhenTheFilterReturned = -1;
        kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            await next(context);
            askedWhenTheFilterReturned = model.Requests.Count;
        }));

        List<string> items = await kernel.InvokePromptStreamingAsync<string>("Write").ToListAsync();

        Assert.Equal(["a poem"], items);
        Assert.Equal((0, 1), (askedWhenTheFilterReturned, model.Requests.Count));
    }

    [Fact]
    public async Task Without_a_model_there_is_an_error() => await Assert.ThrowsAsync<KernelException>(() => new Kernel().InvokePromptAsync("Write"));

    [Fact]
    public async Task A_chat_service_over_the_client_puts_calls_and_results_into_the_history()
    {
        Kernel kernel = KernelWith(new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob"))), Says("done")));
        IChatCompletionService chat = kernel.GetRequiredService<IChatClient>().AsChatCompletionService(kernel.Services);
        var history = new ChatHistory();
        history.AddUserMessage("pay");

        ChatMessageContent answer = await chat.GetChatMessageContentAsync(
            history, new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }, kernel);

        Assert.Equal("done", answer.Content);
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], history.Select(m => m.Role));
        Assert.Equal("payments_transfer", Microsoft.SemanticKernel.FunctionCallContent.GetFunctionCalls(history[1]).Single().FunctionName);
    }

    private sealed class Anonymous(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) => null;
    }

    private Kernel KernelWith(ScriptedChatClient model)
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddChatClient(model).UseKernelFunctionInvocation();
        builder.Services.AddSingleton<IFunctionInvocationFilter>(Filter.Noting(_seen));
        builder.Plugins.AddFromObject(_payments, "payments");
        return builder.Build();
    }
}
