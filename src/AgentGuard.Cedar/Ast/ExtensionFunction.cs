namespace AgentGuard.Cedar.Ast;

/// <summary>The functions and methods of Cedar's extension types.</summary>
public enum ExtensionFunction
{
    /// <summary><c>decimal("1.0")</c>.</summary>
    Decimal,

    /// <summary><c>a.lessThan(b)</c>.</summary>
    DecimalLessThan,

    /// <summary><c>a.lessThanOrEqual(b)</c>.</summary>
    DecimalLessThanOrEqual,

    /// <summary><c>a.greaterThan(b)</c>.</summary>
    DecimalGreaterThan,

    /// <summary><c>a.greaterThanOrEqual(b)</c>.</summary>
    DecimalGreaterThanOrEqual,

    /// <summary><c>ip("127.0.0.1/8")</c>.</summary>
    Ip,

    /// <summary><c>a.isIpv4()</c>.</summary>
    IsIpv4,

    /// <summary><c>a.isIpv6()</c>.</summary>
    IsIpv6,

    /// <summary><c>a.isLoopback()</c>.</summary>
    IsLoopback,

    /// <summary><c>a.isMulticast()</c>.</summary>
    IsMulticast,

    /// <summary><c>a.isInRange(b)</c>.</summary>
    IsInRange,

    /// <summary><c>datetime("2024-10-15")</c>.</summary>
    DateTime,

    /// <summary><c>a.offset(duration)</c>.</summary>
    Offset,

    /// <summary><c>a.durationSince(b)</c>.</summary>
    DurationSince,

    /// <summary><c>a.toDate()</c>.</summary>
    ToDate,

    /// <summary><c>a.toTime()</c>.</summary>
    ToTime,

    /// <summary><c>duration("1d2h3m4s5ms")</c>.</summary>
    Duration,

    /// <summary><c>a.toMilliseconds()</c>.</summary>
    ToMilliseconds,

    /// <summary><c>a.toSeconds()</c>.</summary>
    ToSeconds,

    /// <summary><c>a.toMinutes()</c>.</summary>
    ToMinutes,

    /// <summary><c>a.toHours()</c>.</summary>
    ToHours,

    /// <summary><c>a.toDays()</c>.</summary>
    ToDays,
}
