namespace AgentGuard.Tests.Requests;

public sealed class ToolCallRequestTests
{
    private static readonly ToolDefinition s_tool = new(ToolId.Parse("a.b"));

    [Fact]
    public void A_call_without_an_id_gets_a_fresh_one_that_stays()
    {
        ToolCallRequest request = new() { Tool = s_tool, Arguments = ToolArguments.Empty };

        Assert.StartsWith("call_", request.CallId, StringComparison.Ordinal);
        Assert.Equal(request.CallId, request.CallId);
        Assert.NotEqual(request.CallId, new ToolCallRequest { Tool = s_tool, Arguments = ToolArguments.Empty }.CallId);
        Assert.Equal("call-7", new ToolCallRequest { Tool = s_tool, Arguments = ToolArguments.Empty, CallId = "call-7" }.CallId);
    }

    [Fact]
    public void An_id_that_a_model_made_endless_is_cut() =>
        Assert.Equal(256, new ToolCallRequest { Tool = s_tool, Arguments = ToolArguments.Empty, CallId = new string('7', 1_000_000) }.CallId.Length);

    [Fact]
    public void A_call_is_made_under_the_scope_that_was_current_when_it_was_made()
    {
        Assert.Null(new ToolCallRequest { Tool = s_tool, Arguments = ToolArguments.Empty }.Scope);
        ToolCallRequest request;
        using AgentScope scope = AgentScope.Begin(Principal.User("alice"));
        request = new ToolCallRequest { Tool = s_tool, Arguments = ToolArguments.Empty };
        using AgentScope inner = AgentScope.Begin(Principal.Agent("bot"));

        Assert.Same(scope, request.Scope);
    }
}
