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
}
