namespace AgentGuard;

/// <summary>An array, which Cedar sees as a set.</summary>
internal sealed record SetShape(ArgumentShape Element) : ArgumentShape
{
    public override string Words => "a list";
}
