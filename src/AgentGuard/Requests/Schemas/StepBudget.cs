using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentGuard;

/// <summary>How much work one binding may be: alternatives inside alternatives multiply.</summary>
/// <param name="steps">How many steps there are.</param>
internal sealed class StepBudget(long steps)
{
    private long _left = steps;

    /// <summary>Whether nothing is left.</summary>
    public bool IsSpent => _left < 0;

    /// <summary>Takes steps.</summary>
    /// <returns>False if there are not that many.</returns>
    public bool TrySpend(long count) => !IsSpent && (_left -= count) >= 0;

    /// <summary>Takes the steps of going one alternative deeper.</summary>
    /// <returns>False, and nothing is left, if there are not that many or the stack is nearly full.</returns>
    public bool TryDescend(long count)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _left = -1;
        }

        return TrySpend(count);
    }

    /// <summary>Takes the steps of finding names in an object, which is searched from one end.</summary>
    /// <returns>False if there are not that many.</returns>
    public bool TrySpendLookups(JsonElement value, int names) => names == 0 || TrySpend(names * (1L + (value.GetPropertyCount() / 16)));
}
