using Spectre.Console;

namespace AgentGuard.Cli;

/// <summary>The colours, of which a pipe sees none.</summary>
internal static class Styles
{
    public static Style Error { get; } = new(Color.Red, decoration: Decoration.Bold);

    public static Style Warning { get; } = new(Color.Yellow, decoration: Decoration.Bold);

    public static Style Good { get; } = new(Color.Green);

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    /// <summary>What is said beside something.</summary>
    public static Style Faint { get; } = new(decoration: Decoration.Dim);

    /// <summary>What stands around the thing itself: gutters, arrows.</summary>
    public static Style Frame { get; } = new(Color.Blue);
}
