using Microsoft.Extensions.DependencyInjection;
using static StandIns.Tests.ScriptedChatClient;

namespace StandIns.Tests;

public sealed class ChatClientBuilderTests
{
    [Fact]
    public void The_first_layer_added_is_the_outermost()
    {
        List<string> built = [];
        IChatClient client = new ScriptedChatClient(Says("hi")).AsBuilder()
            .Use(inner => new Layer("outer", inner, built))
            .Use((inner, _) => new Layer("inner", inner, built))
            .Build();

        Assert.Equal(["inner", "outer"], built);
        Assert.Equal("outer", Assert.IsType<Layer>(client).Name);
    }

    [Fact]
    public async Task One_shared_delegate_stands_around_both_ways_of_asking()
    {
        int asked = 0;
        IChatClient client = new ScriptedChatClient(Says("hi")).AsBuilder()
            .Use(async (messages, options, next, cancellationToken) =>
            {
                asked++;
                await next(messages, options, cancellationToken);
            })
            .Build();

        Assert.Equal("hi", (await client.GetResponseAsync("hello")).Text);
        Assert.Equal("hi", (await client.GetStreamingResponseAsync("hello").ToChatResponseAsync()).Text);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_delegate_for_whole_responses_is_used_for_streams_too()
    {
        IChatClient client = new ScriptedChatClient(Says("hi")).AsBuilder()
            .Use((_, _, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "other"))), null)
            .Build();

        Assert.Equal("other", (await client.GetStreamingResponseAsync("hello").ToChatResponseAsync()).Text);
    }

    [Fact]
    public void A_layer_that_is_null_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new ChatClientBuilder(new ScriptedChatClient()).Use(_ => null!).Build());

    [Fact]
    public void A_registered_client_is_built_once_with_the_services_of_the_container()
    {
        var services = new ServiceCollection();
        services.AddSingleton("from the container");
        IServiceProvider? seen = null;
        services.AddChatClient(new ScriptedChatClient(Says("hi"))).Use((inner, provider) =>
        {
            seen = provider;
            return inner;
        }).UseFunctionInvocation();
        using ServiceProvider container = services.BuildServiceProvider();

        Assert.Same(container.GetRequiredService<IChatClient>(), container.GetRequiredService<IChatClient>());
        Assert.Equal("from the container", seen!.GetRequiredService<string>());
        Assert.NotNull(container.GetRequiredService<IChatClient>().GetService<FunctionInvokingChatClient>());
    }

    private sealed class Layer : DelegatingChatClient
    {
        public Layer(string name, IChatClient inner, List<string> built)
            : base(inner)
        {
            Name = name;
            built.Add(name);
        }

        public string Name { get; }
    }
}
