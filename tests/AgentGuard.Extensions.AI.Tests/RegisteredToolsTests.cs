using AgentGuard.Testing;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI.Tests;

public sealed class RegisteredToolsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentguard-ai-").FullName;

    [Theory]
    [InlineData("context.input.amount > 5", null)]
    [InlineData("context.input.amuont > 5", "did you mean `amount`?")]
    [InlineData("context.input.amount > \"5\"", "expected `Long`, found `String`")]
    public void Tools_that_a_client_is_told_of_are_held_to_the_policies(string condition, string? refusal)
    {
        File.WriteAllText(Path.Combine(_folder, "policy.cedar"), $"permit (principal is User, action == Action::\"payments.transfer\", resource) when {{ {condition} }};");
        File.WriteAllText(Path.Combine(_folder, "tools.json"), """{ "tools": { "payments.transfer": {} } }""");
        File.WriteAllText(Path.Combine(_folder, "schema.cedarschema"), "");
        using ToolCallGuard guard = ToolCallGuard.FromPolicies(_folder, options => options.ReloadOnChange = false);
        AIFunction transfer = AIFunctionFactory.Create((string to, long amount) => $"{amount} to {to}", "transfer").InToolset("payments");
        using ScriptedChatClient model = new();

        Exception? thrown = Record.Exception(() =>
            model.WithAgentGuard(guard, inner => new FunctionInvokingChatClient(inner), options => options.Tools.Add(transfer)).Dispose());

        Assert.Equal(refusal is null, thrown is null);
        Assert.Contains(refusal ?? "", thrown?.Message ?? "", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
