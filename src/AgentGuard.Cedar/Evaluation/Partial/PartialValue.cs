using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Partial;

/// <summary>What an expression may come to: one known value, any value, an error, or one of these.</summary>
internal readonly struct PartialValue
{
    private readonly bool _isBoolean;

    private PartialValue(Value known, bool canYield, bool canFail, string? entityType = null, bool isBoolean = false)
    {
        _isBoolean = isBoolean || known.Kind == ValueKind.Boolean;
        Known = known;
        CanYield = canYield;
        CanFail = canFail;
        EntityType = entityType;
    }

    /// <summary>Any value, or an error.</summary>
    public static PartialValue Unknown { get; } = new(default, canYield: true, canFail: true);

    /// <summary>An error for certain.</summary>
    public static PartialValue Error { get; } = new(default, canYield: false, canFail: true);

    /// <summary>The one value that it can have; of no kind where it can have several, or none.</summary>
    public Value Known { get; }

    /// <summary>Whether it can be a value at all.</summary>
    public bool CanYield { get; }

    /// <summary>Whether it can be an error.</summary>
    public bool CanFail { get; }

    /// <summary>Of a value that is not known: the type of the entity that it is, where that much is known.</summary>
    public string? EntityType { get; }

    public bool IsKnown => Known.Kind != ValueKind.None;

    /// <summary>Whether it can be true, in a place where anything but a boolean is an error.</summary>
    public bool CanBeTrue => IsKnown ? Known is { Kind: ValueKind.Boolean, AsBoolean: true } : CanYield;

    /// <summary>Whether it can be false, in such a place.</summary>
    public bool CanBeFalse => IsKnown ? Known is { Kind: ValueKind.Boolean, AsBoolean: false } : CanYield;

    /// <summary>Whether such a place can be an error.</summary>
    public bool CanFailAsCondition => CanFail || !_isBoolean;

    public static PartialValue Of(Value value) => new(value, canYield: true, canFail: false);

    /// <summary>Some entity, for certain, of a type that may be known.</summary>
    public static PartialValue SomeEntity(string? type) => new(default, canYield: true, canFail: false, type);

    /// <summary>Some value, for certain.</summary>
    public static PartialValue Some() => SomeEntity(null);

    /// <summary>What a condition comes to that can be these and nothing else.</summary>
    public static PartialValue Condition(bool canBeTrue, bool canBeFalse, bool canFail) => (canBeTrue, canBeFalse) switch
    {
        (true, true) => new(default, canYield: true, canFail, isBoolean: true),
        (true, false) => new(true, canYield: true, canFail),
        (false, true) => new(false, canYield: true, canFail),
        _ => Error,
    };

    /// <summary>The same, where something that is evaluated before it can be an error.</summary>
    public PartialValue After(bool canFail) => canFail ? new(Known, CanYield, canFail: true, EntityType, _isBoolean) : this;

    /// <summary>Either of two.</summary>
    public PartialValue Or(PartialValue other) =>
        !CanYield ? other.After(true)
        : !other.CanYield ? After(true)
        : IsKnown && other.IsKnown && Known == other.Known ? After(other.CanFail)
        : new(default, canYield: true, CanFail || other.CanFail, EntityType == other.EntityType && !IsKnown && !other.IsKnown ? EntityType : null, _isBoolean && other._isBoolean);
}
