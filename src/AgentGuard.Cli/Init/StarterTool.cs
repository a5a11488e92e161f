namespace AgentGuard.Cli.Init;

/// <summary>A tool that a bundle is made for.</summary>
/// <param name="Definition">What it says of itself.</param>
/// <param name="Guess">What it seems to be.</param>
/// <param name="Arguments">What its arguments seem to be, by pointer.</param>
internal sealed record StarterTool(ToolDefinition Definition, ToolGuess Guess, IReadOnlyDictionary<string, ArgumentEntry> Arguments)
{
    public ToolId Id => Definition.Id;

    /// <summary>The groups of the catalog: its toolset, and what the guess says.</summary>
    public IReadOnlyList<string> Groups => [Id.Toolset, .. Guess.Groups.Select(static group => group.Group)];

    public static StarterTool Of(ToolDefinition definition) => new(definition, ToolClassifier.Classify(definition), ArgumentGuesses.Of(definition));
}
