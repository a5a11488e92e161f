using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>How recorded conversations are replayed.</summary>
public sealed class ReplayOptions
{
    /// <summary>On whose behalf the agent acted; a user <c>user</c> by default.</summary>
    public Hop User { get; init; } = Principal.User("user");

    /// <summary>The agent; <c>agent</c> by default.</summary>
    public Hop Agent { get; init; } = Principal.Agent("agent");

    /// <summary>Changes the guard's options; null for the defaults.</summary>
    public Action<AgentGuardOptions>? Configure { get; init; }

    /// <summary>Hears of what each tool put out, before the next call is decided: the session, the tool and its output as JSON, where it has such.</summary>
    public Action<GuardSession, ToolId, JsonElement?>? OnResult { get; init; }
}
