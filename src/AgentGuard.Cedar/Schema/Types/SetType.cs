namespace AgentGuard.Cedar.Schema.Types;

/// <summary>A set whose elements are of one type.</summary>
internal sealed class SetType(CedarType element) : CedarType(element.Depth + 1)
{
    public CedarType Element { get; } = element;
}
