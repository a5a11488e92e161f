namespace AgentGuard;

/// <summary>
/// How far a hop may go, written as Cedar: a default-deny policy set of its own, never merged with the bundle.
/// A call that it does not permit is denied, so it takes rights away and adds none.
/// </summary>
public sealed class HopBounds
{
    private HopBounds(string text) => Text = text;

    /// <summary>The policies as they were written.</summary>
    public string Text { get; }
}
