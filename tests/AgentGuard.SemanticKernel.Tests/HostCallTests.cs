using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel.Tests;

public sealed class HostCallTests
{
    [Fact]
    public async Task A_call_by_host_code_is_decided_and_a_refusal_says_why()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;

        Assert.Equal("900 to ann", (await kernel.Kernel.InvokeAsync(transfer, new() { ["to"] = "ann", ["amount"] = 900 })).GetValue<string>());
        FunctionResult refused = await kernel.Kernel.InvokeAsync(transfer, new() { ["to"] = "ann", ["amount"] = 9000 });

        Assert.StartsWith("Not executed: payments.transfer was denied.", refused.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(ToolCallStatus.Denied, Assert.IsType<ToolCallOutcome>(refused.Metadata![RefusedCall.Metadata]).Status);
        Assert.Equal(["900 to ann"], kernel.Ran);
    }

    [Fact]
    public async Task A_call_without_a_scope_is_denied()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        kernel.Scope.Dispose();

        FunctionResult refused = await kernel.Kernel.InvokeAsync(transfer, new() { ["to"] = "ann", ["amount"] = 1 });

        Assert.StartsWith("Not executed:", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task A_held_call_tells_its_request_and_does_not_run()
    {
        using GuardedKernel kernel = new();
        KernelFunction hold = kernel.Function("payments", "hold", () => kernel.Run("held"));

        FunctionResult held = await kernel.Kernel.InvokeAsync(hold);

        Assert.StartsWith("Not executed: payments.hold was held for approval. A large one needs a yes (held).\nRequest apr_", held.ToString(), StringComparison.Ordinal);
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task A_function_whose_plugin_has_a_reserved_name_is_refused_with_the_reason()
    {
        using GuardedKernel scene = new();
        KernelFunction function = scene.Function("agentguard", "approve", () => scene.Run("ran"));

        FunctionResult result = await function.InvokeAsync(scene.Kernel);

        Assert.Empty(scene.Ran);
        Assert.Contains("cannot be guarded", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_told_of_policies_is_not_guarded_by_others_that_its_container_has()
    {
        using GuardedKernel scene = new();
        string copy = Directory.CreateDirectory(Path.Combine(scene.Folder, "copy")).FullName;
        IKernelBuilder own = Kernel.CreateBuilder();
        own.Services.AddSingleton(scene.Guard);
        IKernelBuilder other = Kernel.CreateBuilder();
        other.Services.AddAgentGuard(copy);
        IKernelBuilder same = Kernel.CreateBuilder();
        same.Services.AddAgentGuard(scene.Folder);

        Assert.Throws<InvalidOperationException>(() => own.AddAgentGuard(copy));
        Assert.Throws<InvalidOperationException>(() => other.AddAgentGuard(scene.Folder));
        Assert.Single(same.AddAgentGuard(scene.Folder).Build().FunctionInvocationFilters);
    }

    [Fact]
    public async Task A_typed_invocation_of_a_refused_call_throws_rather_than_inventing_a_value()
    {
        using GuardedKernel kernel = new();
        KernelFunction delete = kernel.Function("files", "delete", () => kernel.Ran.Count);

        await Assert.ThrowsAsync<InvalidCastException>(() => kernel.Kernel.InvokeAsync<int>(delete));
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task A_prompt_function_passes_and_the_function_in_its_template_is_decided()
    {
        ScriptedModel model = new();
        using GuardedKernel kernel = new(model: model.Client);
        kernel.Function("files", "delete", () => kernel.Run("deleted"));
        kernel.Function("mail", "read", (string id) => kernel.Run($"mail {id}"));

        await kernel.Kernel.InvokePromptAsync("{{files.delete}} {{mail.read}} {{$question}}", new() { ["question"] = "why", ["id"] = "7" });

        Assert.Equal(["mail 7"], kernel.Ran);
        Assert.Contains("Not executed: files.delete was denied.", model.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("mail 7 why", model.Prompt, StringComparison.Ordinal);
        Assert.Equal(["files.delete", "mail.read"], kernel.Decided.Select(entry => entry.Tool.ToString()));
    }

    [Fact]
    public async Task A_prompt_function_that_the_catalog_names_is_decided()
    {
        ScriptedModel model = new();
        using GuardedKernel kernel = new(
            model: model.Client,
            policies: """forbid (principal, action, resource);""",
            tools: """{ "tools": { "local.ask": { "groups": [] } } }""");
        KernelFunction named = KernelFunctionFactory.CreateFromPrompt("say {{$what}}", functionName: "ask");
        KernelFunction other = KernelFunctionFactory.CreateFromPrompt("say {{$what}}", functionName: "other");

        FunctionResult refused = await kernel.Kernel.InvokeAsync(named, new() { ["what"] = "x" });
        Assert.StartsWith("Not executed: local.ask was denied.", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal("", model.Prompt);

        await kernel.Kernel.InvokeAsync(other, new() { ["what"] = "x" });
        Assert.Equal("say x", model.Prompt);
    }

    [Fact]
    public async Task A_function_that_a_body_calls_is_decided_for_the_same_chain_and_a_sub_agent_for_its_own()
    {
        using GuardedKernel kernel = new();
        KernelFunction inner = kernel.Function("mail", "read", () => kernel.Run("mail"));
        KernelFunction outer = kernel.Function("agents", "research", async (Kernel k) =>
        {
            string own = (await k.InvokeAsync(inner)).ToString();
            using AgentScope sub = AgentScope.Begin(Principal.Agent("intern"));
            return $"{own} | {await k.InvokeAsync(inner)}";
        });

        string result = (await kernel.Kernel.InvokeAsync(outer)).ToString();

        Assert.StartsWith("mail | Not executed: mail.read was denied.", result, StringComparison.Ordinal);
        Assert.Equal(["mail"], kernel.Ran);
        Assert.Contains(kernel.Audit.Entries, entry => entry.Chain.Contains("intern", StringComparison.Ordinal) && entry.Chain.Contains("alice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_calls_itself_is_decided_each_time()
    {
        using GuardedKernel kernel = new();
        int depth = 0;
        KernelFunction? self = null;
        self = kernel.Function("mail", "again", async (Kernel k) => depth++ < 2 ? (await k.InvokeAsync(self!)).ToString() : "end");

        Assert.Equal("end", (await kernel.Kernel.InvokeAsync(self)).ToString());
        Assert.Equal(3, kernel.Decided.Count());
    }
}
