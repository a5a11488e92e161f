using AgentGuard.Testing;

namespace AgentGuard.Cli.Test;

/// <summary>A bundle and the scenarios to play with it.</summary>
/// <param name="Folder">The bundle's folder as the user names it.</param>
/// <param name="Scenarios">The scenarios.</param>
/// <param name="Coverage">What counts how much of the policies they try; null where only some of the scenarios are played, which says nothing of the policies.</param>
internal sealed record TestBundle(string Folder, IReadOnlyList<Scenario> Scenarios, PolicyCoverage? Coverage)
{
    /// <summary>A place below the bundle's folder, so that a terminal can open it.</summary>
    public string Place(string position) => Path.Combine(Folder, position).Replace('\\', '/');
}
