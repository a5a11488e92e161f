using System.Globalization;

namespace AgentGuard;

/// <summary>
/// What the guard decided about one call, and why. Operators read <see cref="Explain"/>; a model reads <see cref="ToModelText"/>,
/// which holds advice, a request id and its expiry, and never a compared value, an attribute or another principal's rights.
/// </summary>
public sealed class Decision
{
    internal Decision(DecisionContent content, DecisionFacts facts)
    {
        Content = content;
        Facts = facts;
    }

    /// <summary>Its own id, <c>dec_…</c>.</summary>
    public string Id => Facts.Id;

    /// <summary>When it was made, by the guard's clock.</summary>
    public DateTimeOffset At => Facts.At;

    /// <summary>What it says.</summary>
    public DecisionEffect Effect => Content.Effect;

    /// <summary>The tool.</summary>
    public ToolId Tool => Facts.Request.Tool.Id;

    /// <summary>Why the call is denied; null where it is not.</summary>
    public Denial? Denial => Content.Denial;

    /// <summary>The request for a yes that holds the call, or that released it; null where none was needed.</summary>
    public ApprovalRequest? Approval => Content.Approval;

    /// <summary>What has to be discharged for the call to pass, each once.</summary>
    public IReadOnlyList<Obligation> Obligations => Content.Obligations;

    /// <summary>Every policy that was satisfied, and those being tried out that would have been.</summary>
    public IReadOnlyList<DeterminingPolicy> Policies => Content.Policies;

    /// <summary>Every policy that could not be evaluated.</summary>
    public IReadOnlyList<PolicyFailure> Errors => Content.Errors;

    /// <summary>Name and version of the bundle that decided.</summary>
    public string Bundle => Facts.Bundle;

    /// <summary>Why a newer edit of the bundle was refused; null where the bundle is the newest.</summary>
    public string? BundleError => Facts.BundleError;

    /// <summary>The entry's number in the audit log; null where it was not written there.</summary>
    public long? AuditNumber { get; internal set; }

    internal DecisionContent Content { get; }

    internal DecisionFacts Facts { get; }

    internal DecisionExplanation Explanation => field ??= new DecisionExplanation(Content, Facts);

    /// <summary>Explains the decision in full, for operators. Sensitive arguments are masked.</summary>
    /// <returns>Some lines of text.</returns>
    public string Explain() => AuditNumber is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{Explanation.Text}  audit #{number}")
        : Explanation.Text;

    /// <summary>What the model is told in place of the tool's result; empty for a permit.</summary>
    /// <returns>One or two lines of text.</returns>
    public string ToModelText() => DecisionText.ForModel(this);

    /// <summary>The same decision, overtaken by a denial before the tool started.</summary>
    internal Decision Revised(string code, string message) =>
        new(Content.Denied(code, message), Facts) { AuditNumber = AuditNumber };

    /// <summary>Effect, tool and id, for logs and debuggers.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Effect} {Tool} ({Denial?.Code ?? "-"}) {Id}";
}
