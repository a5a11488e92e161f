using System.Collections.Frozen;

namespace AgentGuard.Cedar.Ast;

/// <summary>How policies call the functions of Cedar's extension types.</summary>
internal static class ExtensionFunctions
{
    private static readonly ExtensionFunctionSignature[] All =
    [
        new(ExtensionFunction.Decimal, "decimal", 1, IsMethod: false),
        new(ExtensionFunction.DecimalLessThan, "lessThan", 2, IsMethod: true),
        new(ExtensionFunction.DecimalLessThanOrEqual, "lessThanOrEqual", 2, IsMethod: true),
        new(ExtensionFunction.DecimalGreaterThan, "greaterThan", 2, IsMethod: true),
        new(ExtensionFunction.DecimalGreaterThanOrEqual, "greaterThanOrEqual", 2, IsMethod: true),
        new(ExtensionFunction.Ip, "ip", 1, IsMethod: false),
        new(ExtensionFunction.IsIpv4, "isIpv4", 1, IsMethod: true),
        new(ExtensionFunction.IsIpv6, "isIpv6", 1, IsMethod: true),
        new(ExtensionFunction.IsLoopback, "isLoopback", 1, IsMethod: true),
        new(ExtensionFunction.IsMulticast, "isMulticast", 1, IsMethod: true),
        new(ExtensionFunction.IsInRange, "isInRange", 2, IsMethod: true),
        new(ExtensionFunction.DateTime, "datetime", 1, IsMethod: false),
        new(ExtensionFunction.Offset, "offset", 2, IsMethod: true),
        new(ExtensionFunction.DurationSince, "durationSince", 2, IsMethod: true),
        new(ExtensionFunction.ToDate, "toDate", 1, IsMethod: true),
        new(ExtensionFunction.ToTime, "toTime", 1, IsMethod: true),
        new(ExtensionFunction.Duration, "duration", 1, IsMethod: false),
        new(ExtensionFunction.ToMilliseconds, "toMilliseconds", 1, IsMethod: true),
        new(ExtensionFunction.ToSeconds, "toSeconds", 1, IsMethod: true),
        new(ExtensionFunction.ToMinutes, "toMinutes", 1, IsMethod: true),
        new(ExtensionFunction.ToHours, "toHours", 1, IsMethod: true),
        new(ExtensionFunction.ToDays, "toDays", 1, IsMethod: true),
    ];

    /// <summary>Every function by the name that policies call it.</summary>
    internal static FrozenDictionary<string, ExtensionFunctionSignature> ByName { get; } =
        All.ToFrozenDictionary(signature => signature.Name, StringComparer.Ordinal);

    /// <summary>How a function is called.</summary>
    internal static ExtensionFunctionSignature Of(ExtensionFunction function) => All[(int)function];
}
