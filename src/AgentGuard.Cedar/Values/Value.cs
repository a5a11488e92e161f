namespace AgentGuard.Cedar.Values;

/// <summary>A Cedar value. Small, immutable and free of boxing for everything but addresses, sets and records.</summary>
public readonly struct Value : IEquatable<Value>
{
    /// <summary>
    /// How deep sets and records may nest: <c>1</c> has depth 0, <c>[1]</c> depth 1. Comparing, hashing and printing
    /// recurse, and a stack overflow cannot be caught, so a deeper value cannot be made.
    /// </summary>
    public const int MaximumDepth = 256;

    private readonly object? _reference;
    private readonly long _bits;

    private Value(ValueKind kind, long bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>What this value is.</summary>
    public ValueKind Kind { get; }

    /// <summary>A boolean.</summary>
    /// <param name="value">The boolean.</param>
    public static implicit operator Value(bool value) => new(ValueKind.Boolean, value ? 1 : 0, null);

    /// <summary>A 64-bit integer.</summary>
    /// <param name="value">The integer.</param>
    public static implicit operator Value(long value) => new(ValueKind.Long, value, null);

    /// <summary>Text.</summary>
    /// <param name="value">The text; well-formed UTF-16.</param>
    /// <exception cref="ArgumentException">The text holds a lone surrogate.</exception>
    public static implicit operator Value(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        UnicodeText.ThrowIfMalformed(value, "a string");
        return new(ValueKind.String, 0, value);
    }

    /// <summary>A reference to an entity.</summary>
    /// <param name="value">The entity's uid.</param>
    public static implicit operator Value(EntityUid value) => new(ValueKind.Entity, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A set.</summary>
    /// <param name="value">The set.</param>
    public static implicit operator Value(CedarSet value) => new(ValueKind.Set, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A record.</summary>
    /// <param name="value">The record.</param>
    public static implicit operator Value(CedarRecord value) => new(ValueKind.Record, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A decimal.</summary>
    /// <param name="value">The decimal.</param>
    public static implicit operator Value(CedarDecimal value) => new(ValueKind.Decimal, value.TenThousandths, null);

    /// <summary>An address or range.</summary>
    /// <param name="value">The address.</param>
    public static implicit operator Value(CedarIpAddress value) => new(ValueKind.IpAddress, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>An instant.</summary>
    /// <param name="value">The instant.</param>
    public static implicit operator Value(CedarDateTime value) => new(ValueKind.DateTime, value.Milliseconds, null);

    /// <summary>A duration.</summary>
    /// <param name="value">The duration.</param>
    public static implicit operator Value(CedarDuration value) => new(ValueKind.Duration, value.Milliseconds, null);

    /// <summary>The boolean of a Boolean value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public bool AsBoolean => Kind == ValueKind.Boolean ? _bits != 0 : throw WrongKind(ValueKind.Boolean);

    /// <summary>The integer of a Long value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long AsLong => Kind == ValueKind.Long ? _bits : throw WrongKind(ValueKind.Long);

    /// <summary>The text of a String value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public string AsString => Kind == ValueKind.String ? (string)_reference! : throw WrongKind(ValueKind.String);

    /// <summary>The entity's uid of an Entity value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public EntityUid AsEntity => Kind == ValueKind.Entity ? (EntityUid)_reference! : throw WrongKind(ValueKind.Entity);

    /// <summary>The set of a Set value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public CedarSet AsSet => Kind == ValueKind.Set ? (CedarSet)_reference! : throw WrongKind(ValueKind.Set);

    /// <summary>The record of a Record value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public CedarRecord AsRecord => Kind == ValueKind.Record ? (CedarRecord)_reference! : throw WrongKind(ValueKind.Record);

    /// <summary>The decimal of a Decimal value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public CedarDecimal AsDecimal => Kind == ValueKind.Decimal ? new CedarDecimal(_bits) : throw WrongKind(ValueKind.Decimal);

    /// <summary>The address of an IpAddress value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public CedarIpAddress AsIpAddress => Kind == ValueKind.IpAddress ? (CedarIpAddress)_reference! : throw WrongKind(ValueKind.IpAddress);

    /// <summary>The instant of a DateTime value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public CedarDateTime AsDateTime => Kind == ValueKind.DateTime ? new CedarDateTime(_bits) : throw WrongKind(ValueKind.DateTime);

    /// <summary>The duration of a Duration value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public CedarDuration AsDuration => Kind == ValueKind.Duration ? new CedarDuration(_bits) : throw WrongKind(ValueKind.Duration);

    /// <summary>Compares two values.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>Cedar's <c>==</c>: values of different kinds are unequal, never an error.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>True if both are the same value.</returns>
    public bool Equals(Value other) =>
        Kind == other.Kind
        && _bits == other._bits
        && (ReferenceEquals(_reference, other._reference) || (_reference is not null && _reference.Equals(other._reference)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        // Both halves by the process's secret: the runtime's own hash of a long lets a list of numbers all fall into one bucket.
        HashCode.Combine(Kind, (int)_bits, (int)(_bits >> 32), _reference);

    /// <summary>The value as a Cedar expression, the same text for equal values: names of a record are in the order of their code points, elements of a set are sorted.</summary>
    /// <returns>Text that Cedar reads as this value; <c>none</c> for <c>default(Value)</c>.</returns>
    public override string ToString() => ValueText.Write(this);

    /// <summary>How deep sets and records nest in it; 0 for all other kinds.</summary>
    internal int Depth => _reference switch
    {
        CedarSet set => set.Depth,
        CedarRecord record => record.Depth,
        _ => 0,
    };

    /// <summary>How many values are in it and how many characters their texts have; 0 for scalars, and no more than an int holds.</summary>
    internal int Size => _reference switch
    {
        string text => text.Length,
        CedarSet set => set.Size,
        CedarRecord record => record.Size,
        _ => 0,
    };

    internal static int AddSize(int size, Value element) => (int)Math.Min(int.MaxValue, (long)size + 1 + element.Size);

    /// <summary>The number that the scalar kinds other than text and uids are made of.</summary>
    internal long Bits => _bits;

    private InvalidOperationException WrongKind(ValueKind wanted) => new($"a value of kind {Kind} is not of kind {wanted}");
}
