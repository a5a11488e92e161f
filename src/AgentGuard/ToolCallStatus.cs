namespace AgentGuard;

/// <summary>How a call ended.</summary>
public enum ToolCallStatus
{
    /// <summary>The tool did not run.</summary>
    Denied,

    /// <summary>The tool did not run; it waits for a yes.</summary>
    Held,

    /// <summary>The tool ran, and its result may be used.</summary>
    Executed,

    /// <summary>The tool ran, and its result must not be seen, or what it did could not be recorded.</summary>
    ResultWithheld,
}
