using Microsoft.Extensions.AI;
using static AgentGuard.Principal;

namespace AgentGuard.Extensions.AI.Tests;

/// <summary>Messages of a user are the user's own words where the host says so, and only at the root.</summary>
public sealed class UserMessageTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task They_are_taken_where_the_host_says_so(bool streaming, bool takes)
    {
        using Pipeline pipeline = new(streaming, configure: options => options.TakeUserMessages = takes);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 2500 });
        pipeline.History.Add(new ChatMessage(ChatRole.System, "never pay 2501"));
        pipeline.History.Add(new ChatMessage(ChatRole.Assistant, "shall I pay 2502?"));

        await pipeline.SayAsync("pay 2500");

        Assert.Equal(takes ? ["user"] : [], await OriginAsync(pipeline));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sub_agents_task_was_written_by_a_model(bool streaming)
    {
        using Pipeline pipeline = new(streaming, configure: static options => options.TakeUserMessages = true);
        using AgentScope run = Pipeline.Begin();
        using AgentScope sub = AgentScope.Begin(Agent("bot"));
        pipeline.Model.Calls("pay", new { amount = 2500 });

        await pipeline.SayAsync("pay 2500");

        Assert.Empty(await OriginAsync(pipeline));
    }

    [Fact]
    public async Task What_another_role_says_is_nobodys_word()
    {
        using Pipeline pipeline = new(configure: static options => options.TakeUserMessages = true);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 2500 });
        pipeline.History.Add(new ChatMessage(ChatRole.Assistant, "shall I pay 2500?"));
        pipeline.History.Add(new ChatMessage(ChatRole.Tool, "pay 2500"));

        await pipeline.SayAsync("go on");

        Assert.Empty(await OriginAsync(pipeline));
    }

    private static async Task<IReadOnlyList<string>> OriginAsync(Pipeline pipeline) =>
        (await pipeline.Guard.Approvals.GetAsync(pipeline.ApprovalId))!.Origins["amount"];
}
