using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <summary>What an <c>__extn</c> may call: every function and method of the extension types, as in Cedar.</summary>
internal static class ExtensionCalls
{
    private static readonly Dictionary<string, Function> s_functions = new()
    {
        ["decimal"] = new(a => CedarDecimal.Parse(a[0].AsString), ValueKind.String),
        ["lessThan"] = new(a => CompareDecimals(a) < 0, ValueKind.Decimal, ValueKind.Decimal),
        ["lessThanOrEqual"] = new(a => CompareDecimals(a) <= 0, ValueKind.Decimal, ValueKind.Decimal),
        ["greaterThan"] = new(a => CompareDecimals(a) > 0, ValueKind.Decimal, ValueKind.Decimal),
        ["greaterThanOrEqual"] = new(a => CompareDecimals(a) >= 0, ValueKind.Decimal, ValueKind.Decimal),
        ["ip"] = new(a => CedarIpAddress.Parse(a[0].AsString), ValueKind.String),
        ["isIpv4"] = new(a => a[0].AsIpAddress.IsIpv4, ValueKind.IpAddress),
        ["isIpv6"] = new(a => a[0].AsIpAddress.IsIpv6, ValueKind.IpAddress),
        ["isLoopback"] = new(a => a[0].AsIpAddress.IsLoopback, ValueKind.IpAddress),
        ["isMulticast"] = new(a => a[0].AsIpAddress.IsMulticast, ValueKind.IpAddress),
        ["isInRange"] = new(a => a[0].AsIpAddress.IsInRange(a[1].AsIpAddress), ValueKind.IpAddress, ValueKind.IpAddress),
        ["datetime"] = new(a => CedarDateTime.Parse(a[0].AsString), ValueKind.String),
        ["offset"] = new(a => a[0].AsDateTime.TryOffset(a[1].AsDuration, out CedarDateTime later) ? later : null, ValueKind.DateTime, ValueKind.Duration),
        ["durationSince"] = new(a => a[0].AsDateTime.TryDurationSince(a[1].AsDateTime, out CedarDuration since) ? since : null, ValueKind.DateTime, ValueKind.DateTime),
        ["toDate"] = new(a => a[0].AsDateTime.TryToDate(out CedarDateTime date) ? date : null, ValueKind.DateTime),
        ["toTime"] = new(a => a[0].AsDateTime.ToTime(), ValueKind.DateTime),
        ["duration"] = new(a => CedarDuration.Parse(a[0].AsString), ValueKind.String),
        ["toMilliseconds"] = new(a => a[0].AsDuration.Milliseconds, ValueKind.Duration),
        ["toSeconds"] = new(a => a[0].AsDuration.ToSeconds(), ValueKind.Duration),
        ["toMinutes"] = new(a => a[0].AsDuration.ToMinutes(), ValueKind.Duration),
        ["toHours"] = new(a => a[0].AsDuration.ToHours(), ValueKind.Duration),
        ["toDays"] = new(a => a[0].AsDuration.ToDays(), ValueKind.Duration),
    };

    /// <summary>The function that makes a value of an extension type from text.</summary>
    public static string ConstructorOf(ValueKind kind) => kind switch
    {
        ValueKind.Decimal => "decimal",
        ValueKind.IpAddress => "ip",
        ValueKind.DateTime => "datetime",
        _ => "duration",
    };

    /// <summary>What a function takes; null where there is none of this name.</summary>
    public static IReadOnlyList<ValueKind>? ParametersOf(string name) => s_functions.GetValueOrDefault(name)?.Parameters;

    /// <summary>Calls a function.</summary>
    /// <returns>Why it has no result, or null.</returns>
    public static string? Call(string name, Value[] arguments, out Value result)
    {
        result = default;
        if (!s_functions.TryGetValue(name, out Function? function))
        {
            return $"{UnicodeText.Quote(name)} is not an extension function";
        }

        if (arguments.Length != function.Parameters.Length)
        {
            return $"`{name}` takes {function.Parameters.Length} arguments, not {arguments.Length}";
        }

        if (!arguments.Select(a => a.Kind).SequenceEqual(function.Parameters))
        {
            return $"`{name}` does not take {UnicodeText.Quote(string.Join(", ", arguments))}";
        }

        try
        {
            Value? value = function.Call(arguments);
            result = value.GetValueOrDefault();
            return value is null ? $"the result of `{name}` is out of range" : null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    private static int CompareDecimals(Value[] arguments) =>
        arguments[0].AsDecimal.TenThousandths.CompareTo(arguments[1].AsDecimal.TenThousandths);

    private sealed record Function(Func<Value[], Value?> Call, params ValueKind[] Parameters);
}
