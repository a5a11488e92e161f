namespace AgentGuard.Cedar.Validation;

/// <summary>Numbers the capabilities of one policy.</summary>
internal sealed class CapabilityTable
{
    private readonly Dictionary<Capability, int> _numbers = [];

    public int this[Capability capability]
    {
        get
        {
            if (!_numbers.TryGetValue(capability, out int number))
            {
                number = _numbers.Count;
                _numbers.Add(capability, number);
            }

            return number;
        }
    }
}
