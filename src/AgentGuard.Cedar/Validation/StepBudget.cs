namespace AgentGuard.Cedar.Validation;

/// <summary>Counts the work of one validation.</summary>
internal sealed class StepBudget(long steps)
{
    private long _left = steps;

    public bool IsExhausted => _left < 0;

    /// <summary>Takes steps.</summary>
    /// <returns>False if there are not so many left; then none are from here on.</returns>
    public bool Take(long count = 1)
    {
        _left = _left < count ? -1 : _left - count;
        return _left >= 0;
    }
}
