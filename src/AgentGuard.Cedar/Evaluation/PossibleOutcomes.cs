namespace AgentGuard.Cedar.Evaluation;

/// <summary>What a policy may come to. More may be named than can be, never less.</summary>
[Flags]
public enum PossibleOutcomes
{
    /// <summary>Nothing: no request is asked about.</summary>
    None = 0,

    /// <summary>It may be satisfied.</summary>
    Satisfied = 1,

    /// <summary>Its head or a condition may not hold.</summary>
    NotSatisfied = 2,

    /// <summary>A condition may be an error.</summary>
    Failed = 4,
}
