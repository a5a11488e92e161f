using static StandIns.Tests.FunctionInvocationLoopTests;
using static StandIns.Tests.ScriptedChatClient;

namespace StandIns.Tests;

public sealed class FunctionInvocationErrorTests
{
    private static readonly AIFunction Failing = AIFunctionFactory.Create(string () => throw new InvalidOperationException("secret"), "go");

    [Theory]
    [InlineData(false, "Error: Function failed.")]
    [InlineData(true, "Error: Function failed. Exception: secret")]
    public async Task The_message_of_an_exception_reaches_the_model_only_when_details_are_asked_for(bool details, string expected)
    {
        var model = new ScriptedChatClient(Says(Call("go")), Says("done"));
        using var client = new FunctionInvokingChatClient(model) { IncludeDetailedErrors = details };

        ChatResponse response = await client.GetResponseAsync("go", With(Failing));

        Assert.Equal(expected, model.Requests[1].ResultOf("1"));
        Assert.Equal("secret", response.Messages.SelectMany(m => m.Contents).OfType<FunctionResultContent>().Single().Exception!.Message);
    }

    [Fact]
    public async Task The_fourth_iteration_in_a_row_that_fails_throws_to_the_caller()
    {
        var model = new ScriptedChatClient(Says(Call("go")));
        using var client = new FunctionInvokingChatClient(model);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetResponseAsync("go", With(Failing)));

        Assert.Equal("secret", thrown.Message);
        Assert.Equal(4, model.Requests.Count);
    }

    [Fact]
    public async Task An_iteration_without_errors_starts_the_count_again()
    {
        int times = 0;
        AIFunction flaky = AIFunctionFactory.Create(() => ++times % 4 == 0 ? "fine" : throw new InvalidOperationException("secret"), "go");
        var script = Enumerable.Repeat(Says(Call("go")), 7).Append(Says("done")).ToArray();
        using var client = new FunctionInvokingChatClient(new ScriptedChatClient(script));

        Assert.Equal("done", (await client.GetResponseAsync("go", With(flaky))).Messages[^1].Text);
        Assert.Equal(7, times);
    }

    [Fact]
    public async Task Errors_of_parallel_calls_are_thrown_together()
    {
        var model = new ScriptedChatClient(Says(Call("go", "1"), Call("go", "2")));
        using var client = new FunctionInvokingChatClient(model) { AllowConcurrentInvocation = true, MaximumConsecutiveErrorsPerRequest = 0 };

        var thrown = await Assert.ThrowsAsync<AggregateException>(() => client.GetResponseAsync("go", With(Failing)));

        Assert.Equal(2, thrown.InnerExceptions.Count);
    }

    [Fact]
    public async Task Cancellation_is_not_turned_into_a_result()
    {
        using var source = new CancellationTokenSource();
        AIFunction function = AIFunctionFactory.Create(
            void (CancellationToken cancellationToken) =>
            {
                source.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
            },
            "go");
        using var client = new FunctionInvokingChatClient(new ScriptedChatClient(Says(Call("go"))));

        await Assert.ThrowsAsync<OperationCanceledException>(() => client.GetResponseAsync("go", With(function), source.Token));
    }
}
