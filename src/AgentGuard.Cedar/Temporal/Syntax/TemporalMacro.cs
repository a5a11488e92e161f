namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>A macro: its body is read anew at each call, with the call's arguments in the place of its parameters.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters, with their question marks.</param>
/// <param name="Body">Its tokens, with one for the end.</param>
internal sealed record TemporalMacro(string Name, IReadOnlyList<string> Parameters, IReadOnlyList<TemporalToken> Body)
{
    /// <summary>Whether it stands for a value, and no condition.</summary>
    public bool IsAggregate => Body[0].Is("count") || Body[0].Is("sum");
}
