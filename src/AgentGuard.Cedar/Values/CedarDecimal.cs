namespace AgentGuard.Cedar.Values;

/// <summary>A fixed-point number, from -922337203685477.5808 to 922337203685477.5807.</summary>
/// <param name="TenThousandths">The number times 10,000.</param>
public readonly record struct CedarDecimal(long TenThousandths);
