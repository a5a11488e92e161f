namespace AgentGuard;

/// <summary>How a policy bundle is found, read and kept up to date.</summary>
public sealed class BundleOptions
{
    /// <summary>Where a relative folder is looked for before <see cref="AppContext.BaseDirectory"/>; null for there only.</summary>
    public string? ContentRoot { get; init; }

    /// <summary>Handlers of lifting annotations, beside the built-in ones.</summary>
    public IReadOnlyList<IObligationHandler> Handlers { get; init; } = [];

    /// <summary>Whether a <see cref="PolicyBundleProvider"/> takes up edits on its own. Default true.</summary>
    public bool ReloadOnChange { get; init; } = true;

    /// <summary>
    /// The tools whose definitions are known. Policies are held to them: to their names, and where the bundle has a <c>schema.cedarschema</c>
    /// to the types of their arguments. None: policies are not compared with tools.
    /// </summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>
    /// How long the history keeps events, see <see cref="IInvocationHistoryStore.Retention"/>: a fact that looks back further is refused, and one without
    /// a window looks back that far. Null: windows are not compared with it.
    /// </summary>
    public TimeSpan? HistoryRetention { get; init; }

    /// <summary>The clock that debounces edits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
