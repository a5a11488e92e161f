namespace AgentGuard;

/// <summary>The guard's answer to one call.</summary>
public sealed class ToolCallOutcome
{
    private ToolCallOutcome(ToolCallStatus status, Decision decision, ToolResult? result, string text)
    {
        Status = status;
        Decision = decision;
        Result = result;
        Text = text;
    }

    /// <summary>How the call ended.</summary>
    public ToolCallStatus Status { get; }

    /// <summary>The decision.</summary>
    public Decision Decision { get; }

    /// <summary>The result; null unless <see cref="ToolCallStatus.Executed"/>.</summary>
    public ToolResult? Result { get; }

    /// <summary>What the model is told in place of a result; empty where there is one. Never hand a model an empty success instead.</summary>
    public string Text { get; }

    internal static ToolCallOutcome Refused(Decision decision) =>
        new(decision.Effect == DecisionEffect.RequireApproval ? ToolCallStatus.Held : ToolCallStatus.Denied, decision, null, decision.ToModelText());

    internal static ToolCallOutcome Executed(Decision decision, ToolResult result) => new(ToolCallStatus.Executed, decision, result, "");

    internal static ToolCallOutcome Withheld(Decision decision) =>
        new(ToolCallStatus.ResultWithheld, decision, null, $"Executed: {decision.Tool} ran, and its result is withheld. Do not run it again; tell the user.");
}
