using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>A policy of a bundle with what its annotations ask for.</summary>
public sealed class BundlePolicy
{
    internal BundlePolicy(Policy policy, string position, string textHash)
    {
        Policy = policy;
        Position = position;
        TextHash = textHash;
    }

    /// <summary>The policy as it was parsed; its id is <see cref="Id"/>.</summary>
    public Policy Policy { get; }

    /// <summary>Its <c>@id</c>, or its position where it has none; distinct in the bundle.</summary>
    public string Id => Policy.Id;

    /// <summary>File and line, <c>treasury.cedar:5</c>.</summary>
    public string Position { get; }

    /// <summary>SHA-256 of its text, annotations included, in lower-case hex.</summary>
    public string TextHash { get; }

    /// <summary>Its <c>@advice</c>, which a model reads; null for none.</summary>
    public string? Advice { get; internal init; }

    /// <summary>Who hears of it when it is satisfied, its <c>@notify</c>; empty where nobody in particular is named, null for nobody.</summary>
    public string? Notify { get; internal init; }

    /// <summary>Whether it is kept out of decisions and only recorded.</summary>
    public bool IsShadow { get; internal init; }

    /// <summary>What lifts it, if it is a forbid: all of them together. None: nothing does.</summary>
    public IReadOnlyList<Obligation> Obligations { get; internal init; } = [];
}
