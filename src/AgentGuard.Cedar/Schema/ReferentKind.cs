namespace AgentGuard.Cedar.Schema;

/// <summary>What kind of type a name refers to.</summary>
internal enum ReferentKind
{
    None,
    Common,
    BuiltIn,
    Entity,

    /// <summary>The type of the actions of a namespace.</summary>
    Action,
}
