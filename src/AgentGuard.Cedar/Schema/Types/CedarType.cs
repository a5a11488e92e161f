namespace AgentGuard.Cedar.Schema.Types;

/// <summary>
/// A type that a schema gives to a value or the validator to an expression. Types are made by a <see cref="TypeTable"/>, which makes
/// equal ones the same object: a type that is written once and used often is one node however large it would be written out.
/// </summary>
internal abstract class CedarType
{
    /// <summary>How deep sets and records may nest: no value is deeper (see <see cref="Values.Value.MaximumDepth"/>).</summary>
    public const int MaximumDepth = Values.Value.MaximumDepth;

    private protected CedarType(int depth) => Depth = depth;

    /// <summary>How deep sets and records nest in it; 0 for all others.</summary>
    public int Depth { get; }

    /// <summary>The type as it is written in a schema; cut where it is too long for a message.</summary>
    public sealed override string ToString() => TypeText.Write(this);
}
