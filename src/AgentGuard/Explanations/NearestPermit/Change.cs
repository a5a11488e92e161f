using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>One thing that would be otherwise. The value is the one that is tried on the policies; a text such as <c>amount ≤ 1000</c> stands for more.</summary>
internal sealed record Change(Place Place, ChangeKind Kind, Value Value, string Text, Reach Reach = Reach.One)
{
    /// <summary>Whether both can be made, in whichever order: sets take several values, and groups several members.</summary>
    public bool GoesWith(Change other) => Place != other.Place
        || (Kind is ChangeKind.Add or ChangeKind.Remove or ChangeKind.Join && other.Kind is ChangeKind.Add or ChangeKind.Remove or ChangeKind.Join);
}
