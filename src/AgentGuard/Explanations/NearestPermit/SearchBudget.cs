namespace AgentGuard;

/// <summary>
/// How much work a search may be. Refusals are cheap to provoke, so the search is bounded whatever the policies are, and shorter for long arguments,
/// which make every step of it dearer.
/// </summary>
/// <param name="argumentBytes">How long the arguments are.</param>
internal sealed class SearchBudget(int argumentBytes)
{
    private const int MaxParts = 96;
    private const int MaxTrials = 24;
    private const int MaxQuestions = 128;
    private const int BytesOfAllParts = 1 << 21;
    private const int BytesOfAllTrials = 1 << 16;

    private int _parts = Math.Min(MaxParts, BytesOfAllParts / Math.Max(argumentBytes, 1));
    private int _trials = Math.Min(MaxTrials, BytesOfAllTrials / Math.Max(argumentBytes, 1));
    private int _questions = MaxQuestions;

    /// <summary>Takes the evaluation of one part of a condition.</summary>
    /// <returns>False if there is none left.</returns>
    public bool TryTakePart() => --_parts >= 0;

    /// <summary>Takes one trial of changed arguments and facts.</summary>
    /// <returns>False if there is none left.</returns>
    public bool TryTakeTrial() => --_trials >= 0;

    /// <summary>Takes questions to the policies.</summary>
    /// <returns>False if there are not as many left.</returns>
    public bool TryTakeQuestions(int count) => (_questions -= count) >= 0;
}
