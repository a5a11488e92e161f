using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Validation;

/// <summary>What the validation of one policy shares, whatever the request.</summary>
internal sealed class PolicyContext(CedarSchema schema, StepBudget budget, Findings findings, ExpressionNumbers numbers, bool keepsTree)
{
    private TypeTable? _types;
    private LeastUpperBound? _bounds;

    public CedarSchema Schema { get; } = schema;

    public StepBudget Budget { get; } = budget;

    public Findings Findings { get; } = findings;

    public ExpressionNumbers Numbers { get; } = numbers;

    public CapabilityTable Capabilities { get; } = new();

    /// <summary>Whether expressions are kept with their types.</summary>
    public bool KeepsTree { get; } = keepsTree;

    public TypeTable Types => _types ??= new TypeTable(Schema.Types);

    public LeastUpperBound Bounds => _bounds ??= new LeastUpperBound(Types, Budget);
}
