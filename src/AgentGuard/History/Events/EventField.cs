namespace AgentGuard;

/// <summary>One value of an event, as a history may keep it.</summary>
/// <param name="Hash">A keyed hash of it: equal values have equal ones, and nobody without the key can try which value it is.</param>
/// <param name="Number">The value itself where it is a whole number and a fact sums it; else null.</param>
public readonly record struct EventField(UInt128 Hash, long? Number);
