using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// What a decision can say of itself to operators, written once somebody reads it. It keeps no session and no bundle alive,
/// and no long arguments: a log may hold it for days.
/// </summary>
internal sealed class DecisionExplanation
{
    private string? _text;

    public DecisionExplanation(DecisionContent content, DecisionFacts facts)
    {
        Content = content.Approval is null ? content : content with { Approval = null };
        Id = facts.Id;
        At = facts.At;
        Tool = facts.Request.Tool.Id;
        Bundle = facts.Bundle;
        BundleError = facts.BundleError;
        Chain = facts.Request.Scope?.Chain.ToString();
        if (facts.Call is { } call)
        {
            Resources = call.VisibleResources;
            Arguments = new ShownArguments(call.Arguments.Json, call.Tool.SensitivePointers);
        }
    }

    public DecisionContent Content { get; }

    public string Id { get; }

    public DateTimeOffset At { get; }

    public ToolId Tool { get; }

    public string Bundle { get; }

    public string? BundleError { get; }

    /// <summary>Null where nobody was known to act.</summary>
    public string? Chain { get; }

    public IReadOnlyList<EntityUid> Resources { get; } = [];

    /// <summary>Null where the arguments could not be read.</summary>
    public ShownArguments? Arguments { get; }

    public string Text => _text ??= DecisionText.ForOperators(this);
}
