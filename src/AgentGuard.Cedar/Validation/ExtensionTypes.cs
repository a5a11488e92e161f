using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>What the extension functions take and give.</summary>
internal static class ExtensionTypes
{
    public static PrimitiveType ResultOf(ExtensionFunction function) => function switch
    {
        ExtensionFunction.Decimal => PrimitiveType.Decimal,
        ExtensionFunction.Ip => PrimitiveType.IpAddress,
        ExtensionFunction.DateTime or ExtensionFunction.Offset or ExtensionFunction.ToDate => PrimitiveType.DateTime,
        ExtensionFunction.Duration or ExtensionFunction.DurationSince or ExtensionFunction.ToTime => PrimitiveType.Duration,
        >= ExtensionFunction.ToMilliseconds and <= ExtensionFunction.ToDays => PrimitiveType.Long,
        _ => PrimitiveType.Boolean,
    };

    public static PrimitiveType[] ParametersOf(ExtensionFunction function) => function switch
    {
        _ when IsConstructor(function) => [PrimitiveType.String],
        >= ExtensionFunction.DecimalLessThan and <= ExtensionFunction.DecimalGreaterThanOrEqual => [PrimitiveType.Decimal, PrimitiveType.Decimal],
        >= ExtensionFunction.IsIpv4 and <= ExtensionFunction.IsMulticast => [PrimitiveType.IpAddress],
        ExtensionFunction.IsInRange => [PrimitiveType.IpAddress, PrimitiveType.IpAddress],
        ExtensionFunction.Offset => [PrimitiveType.DateTime, PrimitiveType.Duration],
        ExtensionFunction.DurationSince => [PrimitiveType.DateTime, PrimitiveType.DateTime],
        ExtensionFunction.ToDate or ExtensionFunction.ToTime => [PrimitiveType.DateTime],
        _ => [PrimitiveType.Duration],
    };

    /// <summary>Whether a function makes a value from text, which then has to be a literal.</summary>
    public static bool IsConstructor(ExtensionFunction function) => function
        is ExtensionFunction.Decimal or ExtensionFunction.Ip or ExtensionFunction.DateTime or ExtensionFunction.Duration;

    /// <summary>Why a text is not what a constructor takes; null where it is.</summary>
    public static string? FaultOf(ExtensionFunction constructor, string text)
    {
        try
        {
            _ = constructor switch
            {
                ExtensionFunction.Decimal => (Value)CedarDecimal.Parse(text),
                ExtensionFunction.Ip => (Value)CedarIpAddress.Parse(text),
                ExtensionFunction.DateTime => (Value)CedarDateTime.Parse(text),
                _ => (Value)CedarDuration.Parse(text),
            };
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }
}
