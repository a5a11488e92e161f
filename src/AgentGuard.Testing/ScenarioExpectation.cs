using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>What a scenario says of a call. What is null is not looked at.</summary>
internal sealed record ScenarioExpectation(ToolCallStatus Status)
{
    public string? Policy { get; init; }

    public string? Reason { get; init; }

    public JsonElement? Result { get; init; }

    public JsonElement? Arguments { get; init; }

    public bool Fails { get; init; }

    /// <returns>What is wrong, or null.</returns>
    public string? Check(ToolCallOutcome? outcome, Decision decision, JsonElement? seen)
    {
        if (Fails != (outcome is null))
        {
            return Fails ? "the tool was to fail" : "the tool failed";
        }

        if (outcome is not null && outcome.Status != Status)
        {
            return $"it was to be {Word(Status)}, and is {Word(outcome.Status)}";
        }

        if (Status is ToolCallStatus.Denied or ToolCallStatus.Held && seen is not null)
        {
            return $"it is {Word(Status)}, and the tool ran";
        }

        if (Policy is null && Reason is null && decision.Denial is { Code: DenyReasons.UnknownTool or DenyReasons.InvalidArguments or DenyReasons.MissingResource } misfit)
        {
            // A slip in the scenario, more often than what it tests: every policy would pass it.
            return $"no policy was asked, for {misfit.Message}; if that is meant, expect the reason `{misfit.Code}`";
        }

        if (Policy is not null && !Policies(decision).Contains(Policy))
        {
            return $"`{Policy}` was to decide it; it was [{string.Join(", ", Policies(decision))}]";
        }

        if (Reason is not null && decision.Denial?.Code != Reason)
        {
            return $"the reason was to be `{Reason}`, and is `{decision.Denial?.Code}`";
        }

        if (Result is { } result && !(outcome!.Result!.Forms is [JsonElement form] && JsonElement.DeepEquals(form, result)))
        {
            return $"the result was to be {result.GetRawText()}, and is {string.Join(", ", outcome.Result!.Forms)}";
        }

        return Arguments is { } arguments && !(seen is { } actual && JsonElement.DeepEquals(actual, arguments))
            ? $"the tool was to get {arguments.GetRawText()}, and got {seen?.GetRawText() ?? "nothing"}"
            : null;
    }

    /// <summary>What an author calls it.</summary>
    private static string Word(ToolCallStatus status) => status switch
    {
        ToolCallStatus.Executed => "permitted",
        ToolCallStatus.Held => "held",
        ToolCallStatus.ResultWithheld => "withheld",
        _ => "denied",
    };

    /// <summary>Policies that stood in the way: forbids of a refusal, and those whose yes is awaited.</summary>
    private static HashSet<string> Policies(Decision decision) => decision.Effect == DecisionEffect.RequireApproval
        ? [.. decision.Obligations.OfType<ApprovalObligation>().Select(static obligation => obligation.Source.PolicyId)]
        : [.. decision.Policies.Where(static policy => policy is { Effect: Cedar.Ast.Effect.Forbid, IsShadow: false }).Select(static policy => policy.Id)];
}
