namespace AgentGuard.Cedar.Values;

/// <summary>What a <see cref="Value"/> is.</summary>
public enum ValueKind : byte
{
    /// <summary>No value: what <c>default(Value)</c> is. Never the result of a successful evaluation.</summary>
    None,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A signed 64-bit integer.</summary>
    Long,

    /// <summary>Text.</summary>
    String,

    /// <summary>A reference to an entity, <c>User::"alice"</c>.</summary>
    Entity,

    /// <summary>A set of values, without order and without duplicates.</summary>
    Set,

    /// <summary>Named values.</summary>
    Record,

    /// <summary>A fixed-point number with four fraction digits.</summary>
    Decimal,

    /// <summary>An IPv4 or IPv6 address or range.</summary>
    IpAddress,

    /// <summary>An instant in milliseconds since 1970-01-01T00:00:00Z.</summary>
    DateTime,

    /// <summary>A span of time in milliseconds.</summary>
    Duration,
}
