namespace AgentGuard.Cedar.Ast;

/// <summary>How a policy’s head constrains a variable.</summary>
public enum ScopeConstraint
{
    /// <summary>Not at all.</summary>
    Any,

    /// <summary><c>== E</c>.</summary>
    Equal,

    /// <summary><c>in E</c>.</summary>
    In,

    /// <summary><c>in [E, …]</c>, for actions only; with no entity it matches nothing.</summary>
    InAny,

    /// <summary><c>is T</c>.</summary>
    Is,

    /// <summary><c>is T in E</c>.</summary>
    IsIn,

    /// <summary><c>== ?principal</c> or <c>== ?resource</c>, in templates only. The slot is that of the variable.</summary>
    EqualSlot,

    /// <summary><c>in ?principal</c> or <c>in ?resource</c>, in templates only.</summary>
    InSlot,

    /// <summary><c>is T in ?principal</c> or <c>is T in ?resource</c>, in templates only.</summary>
    IsInSlot,
}
