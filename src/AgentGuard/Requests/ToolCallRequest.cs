namespace AgentGuard;

/// <summary>One call of a tool, as an adapter hands it to the guard.</summary>
public sealed class ToolCallRequest
{
    /// <summary>The tool, as its framework defines it now.</summary>
    public required ToolDefinition Tool { get; init; }

    /// <summary>What the model wrote.</summary>
    public required ToolArguments Arguments { get; init; }

    private const int MaxCallId = 256;

    /// <summary>The framework's id of the call; a fresh one by default. Logs keep its first 256 UTF-16 code units.</summary>
    public string CallId
    {
        get => field ?? Interlocked.CompareExchange(ref field, RandomId.New("call_"), null) ?? field;
        init => field = value?.Length > MaxCallId ? value[..MaxCallId] : value;
    }

    /// <summary>Who calls; by default the scope that is current where the request is made. Without one the call is denied.</summary>
    public AgentScope? Scope { get; init; } = AgentScope.Current;

    /// <summary>Whether the adapter knows that another layer of the guard stands behind this one and sees the same call.</summary>
    public bool IsOuterLayer { get; init; }

    /// <summary>
    /// The request for a yes that this call carries on, where an approver has edited its arguments: who edited them counts as part of the chain.
    /// Null otherwise; a yes to the call as it was asked is found without it.
    /// </summary>
    public string? ApprovalId { get; init; }
}
