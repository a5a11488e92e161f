namespace AgentGuard;

/// <summary>What has no one type in Cedar.</summary>
/// <param name="Reason">Why, to follow the place: <c>may be text or a number</c>.</param>
internal sealed record UntypedShape(string Reason) : ArgumentShape
{
    public override string Words => "a value of any kind";
}
