using AgentGuard.Testing;
using Microsoft.Extensions.AI;

namespace AgentGuard.SemanticKernel.Tests;

/// <summary>A model that says yes to every prompt, and remembers the last one.</summary>
internal sealed class ScriptedModel
{
    public ScriptedModel()
    {
        for (int i = 0; i < 4; i++)
        {
            Client.Turn(shown =>
            {
                Prompt = shown[^1].Text;
                return new ChatMessage(ChatRole.Assistant, "yes");
            });
        }
    }

    public ScriptedChatClient Client { get; } = new();

    public string Prompt { get; private set; } = "";
}
