namespace AgentGuard;

/// <summary>What Cedar can know of an argument before any call: its type, or why it has none. The hierarchy is closed.</summary>
internal abstract record ArgumentShape
{
    private protected ArgumentShape()
    {
    }

    /// <summary>As it stands in a sentence, <c>text</c>.</summary>
    public abstract string Words { get; }
}
