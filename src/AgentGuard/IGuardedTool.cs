namespace AgentGuard;

/// <summary>Marks an adapter's wrapper that asks the guard itself: a layer in front of it lets it join the call by a ticket.</summary>
public interface IGuardedTool;
