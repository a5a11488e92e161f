namespace AgentGuard.Cedar.Values;

/// <summary>Entities that cannot stand together: one uid for two entities, a cycle, or more ancestors than are held.</summary>
public sealed class EntityException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">The message: lower case, no full stop.</param>
    public EntityException(string message)
        : base(message)
    {
    }

    internal EntityException(string message, EntityUid uid)
        : base(message) => Uid = uid;

    /// <summary>The entity at which it was found; null where it is none in particular.</summary>
    public EntityUid? Uid { get; }
}
