namespace AgentGuard.Tests.Guard;

/// <summary>Two layers of one guard see one call: the inner joins, once, and only what was decided.</summary>
public sealed class TicketTests : IDisposable
{
    private const string Arguments = """{"amount":1}""";
    private readonly GuardScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_inner_layer_joins_once_and_a_second_start_is_a_new_decision()
    {
        string[] ids = await InsideAsync(Arguments, Arguments);

        Assert.Equal(2, _scene.Runs);
        Assert.Equal(2, await _scene.CountedAsync());
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public async Task Changed_arguments_are_a_new_decision()
    {
        await InsideAsync("""{"amount":2}""");

        Assert.Equal(2, await _scene.CountedAsync());
    }

    [Fact]
    public async Task Another_chain_is_a_new_decision()
    {
        await _scene.Guard.InvokeAsync(
            _scene.Call(Arguments, isOuter: true),
            async (_, _) =>
            {
                await _scene.InvokeAsync(Arguments, scope: GuardScene.Begin(_scene.Scope.Session, Principal.User("alice")));
                return GuardScene.Text("outer");
            });

        Assert.Equal(2, await _scene.CountedAsync());
    }

    [Theory]
    [InlineData("tool")]
    [InlineData("definition")]
    [InlineData("session")]
    public async Task Another_tool_definition_or_session_is_a_new_decision(string difference)
    {
        ToolCallRequest other = difference switch
        {
            "tool" => _scene.Call(Arguments, "crm.read"),
            "definition" => _scene.Call(new ToolDefinition(ToolId.Parse("payments.transfer"), "Pays twice."), Arguments),
            _ => _scene.Call(Arguments, scope: GuardScene.Begin(Principal.User("alice"), Principal.Agent("bot"))),
        };
        ToolCallOutcome inner = null!;

        ToolCallOutcome outer = await _scene.Guard.InvokeAsync(
            _scene.Call(Arguments, isOuter: true),
            async (_, cancellationToken) =>
            {
                inner = await _scene.InvokeAsync(other, cancellationToken);
                return GuardScene.Text("outer");
            });

        Assert.NotEqual(outer.Decision.Id, inner.Decision.Id);
        Assert.Equal(2, _scene.Audited().Count(outcome => outcome == InvocationOutcome.Admitted));
    }

    [Fact]
    public async Task What_is_denied_by_itself_does_not_run_inside_a_call_that_is_permitted()
    {
        _scene.Edit(GuardScene.PermitAll + "@id(\"no\") forbid (principal, action == Action::\"crm.read\", resource);").Guard.Policies.Reload();
        ToolCallOutcome inner = null!;

        await _scene.Guard.InvokeAsync(
            _scene.Call(Arguments, isOuter: true),
            async (_, _) =>
            {
                inner = await _scene.InvokeAsync(Arguments, "crm.read");
                return GuardScene.Text("outer");
            });

        _scene.AssertDenied(DenyReasons.Forbidden, inner, runsBefore: 0);
    }

    [Fact]
    public async Task The_return_of_the_outer_layer_spends_the_ticket()
    {
        TaskCompletionSource isOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? late = null;
        await _scene.Guard.InvokeAsync(
            _scene.Call(Arguments, isOuter: true),
            (_, _) =>
            {
                late = Task.Run(async () =>
                {
                    await isOver.Task;
                    await _scene.InvokeAsync(Arguments);
                }, CancellationToken.None);
                return new(GuardScene.Text("outer"));
            });
        isOver.SetResult();
        await late!;

        Assert.Equal(2, await _scene.CountedAsync());
    }

    [Fact]
    public async Task Another_guard_decides_for_itself()
    {
        using GuardScene strict = new("@id(\"no\") forbid (principal, action, resource);");
        ToolCallOutcome inner = null!;

        await _scene.Guard.InvokeAsync(
            _scene.Call(Arguments, isOuter: true),
            async (_, _) =>
            {
                inner = await strict.InvokeAsync(Arguments, scope: _scene.Scope);
                return GuardScene.Text("outer");
            });

        strict.AssertDenied(DenyReasons.Forbidden, inner, runsBefore: 0);
    }

    [Fact]
    public async Task One_admission_starts_the_tool_once()
    {
        ToolCallAdmission admission = await _scene.Guard.AdmitAsync(_scene.Call());
        _scene.Tool = async (_, _) =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await admission.RunAsync(_scene.RunAsync));
            return GuardScene.Text("done");
        };

        Assert.Equal(ToolCallStatus.Executed, (await admission.RunAsync(_scene.RunAsync)).Status);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await admission.RunAsync(_scene.RunAsync));

        Assert.Equal(1, _scene.Runs);
        Assert.Equal([InvocationOutcome.Succeeded], await _scene.HistoryAsync());
    }

    private async Task<string[]> InsideAsync(params string[] inner)
    {
        List<string> ids = [];
        await _scene.Guard.InvokeAsync(
            _scene.Call(Arguments, isOuter: true),
            async (_, _) =>
            {
                foreach (string arguments in inner)
                {
                    ids.Add((await _scene.InvokeAsync(arguments)).Decision.Id);
                }

                return GuardScene.Text("outer");
            });
        return [.. ids];
    }
}
