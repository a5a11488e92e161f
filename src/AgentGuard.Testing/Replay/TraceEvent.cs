using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>One line of a recorded conversation.</summary>
public abstract record TraceEvent
{
    private TraceEvent()
    {
    }

    /// <summary>The user said something.</summary>
    /// <param name="Text">The words.</param>
    public sealed record Said(string Text) : TraceEvent;

    /// <summary>The model called a tool.</summary>
    /// <param name="Id">The id by which its result is found.</param>
    /// <param name="Tool">The tool's name, without its toolset.</param>
    /// <param name="Arguments">The arguments, an object.</param>
    /// <param name="IsAttack">Whether somebody made the model call it who had no business to.</param>
    /// <param name="IsNecessary">Whether the attacker's goal fails without it; null where that is not known.</param>
    public sealed record Called(string Id, string Tool, JsonElement Arguments, bool IsAttack, bool? IsNecessary) : TraceEvent;

    /// <summary>A tool returned.</summary>
    /// <param name="CallId">The call.</param>
    /// <param name="Output">The text that the model saw.</param>
    /// <param name="Structured">The same as JSON; null where there is none.</param>
    /// <param name="IsError">Whether it failed.</param>
    public sealed record Returned(string CallId, string Output, JsonElement? Structured, bool IsError) : TraceEvent;
}
