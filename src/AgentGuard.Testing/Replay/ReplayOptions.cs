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

    /// <summary>Hears of what each call came to in the recording, before the next one is decided: the session, the call, and its output as JSON where it has such.</summary>
    public Action<GuardSession, TraceEvent.Called, JsonElement?>? OnResult { get; init; }
}
