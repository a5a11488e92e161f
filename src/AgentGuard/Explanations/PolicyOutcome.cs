namespace AgentGuard;

/// <summary>What a policy came to for one principal and one resource of a call.</summary>
public enum PolicyOutcome
{
    /// <summary>Its head is about another principal, action or resource.</summary>
    OutOfScope,

    /// <summary>Its head is met, and one of its conditions is not.</summary>
    ConditionFalse,

    /// <summary>Head and conditions are met.</summary>
    Satisfied,

    /// <summary>It could not be evaluated: a permit does not count then, and a forbid denies.</summary>
    Failed,
}
