using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>A call of an extension function with one or two arguments; all are evaluated before any is looked at.</summary>
internal sealed class ExtensionNode(ExtensionFunction function, Node first, Node? second, SourceSpan span) : Node(span)
{
    private readonly ValueKind _receiver = ReceiverOf(function);
    private readonly ValueKind _argument = function == ExtensionFunction.Offset ? ValueKind.Duration : ReceiverOf(function);

    public override Value Evaluate(EvaluationFrame frame)
    {
        if (second is null)
        {
            return TryEvaluate(first, _receiver, frame, out Value value) ? Apply(value, frame) : default;
        }

        return TryEvaluate(first, second, frame, out Value left, out Value right)
            && Is(_receiver, first, left, frame)
            && Is(_argument, second, right, frame)
                ? Apply(left, right, frame)
                : default;
    }

    private static ValueKind ReceiverOf(ExtensionFunction function) => function switch
    {
        ExtensionFunction.Decimal or ExtensionFunction.Ip or ExtensionFunction.DateTime or ExtensionFunction.Duration => ValueKind.String,
        <= ExtensionFunction.DecimalGreaterThanOrEqual => ValueKind.Decimal,
        <= ExtensionFunction.IsInRange => ValueKind.IpAddress,
        <= ExtensionFunction.ToTime => ValueKind.DateTime,
        _ => ValueKind.Duration,
    };

    private Value Apply(Value value, EvaluationFrame frame) => function switch
    {
        ExtensionFunction.IsIpv4 => value.AsIpAddress.IsIpv4,
        ExtensionFunction.IsIpv6 => value.AsIpAddress.IsIpv6,
        ExtensionFunction.IsLoopback => value.AsIpAddress.IsLoopback,
        ExtensionFunction.IsMulticast => value.AsIpAddress.IsMulticast,
        ExtensionFunction.ToDate => value.AsDateTime.TryToDate(out CedarDateTime date)
            ? date
            : frame.Fail(Faults.Extension("toDate", $"overflows when computing the date of {value}", Span)),
        ExtensionFunction.ToTime => value.AsDateTime.ToTime(),
        ExtensionFunction.ToMilliseconds => value.AsDuration.Milliseconds,
        ExtensionFunction.ToSeconds => value.AsDuration.ToSeconds(),
        ExtensionFunction.ToMinutes => value.AsDuration.ToMinutes(),
        ExtensionFunction.ToHours => value.AsDuration.ToHours(),
        ExtensionFunction.ToDays => value.AsDuration.ToDays(),
        _ => frame.TryStep(value.AsString.Length, Span) ? Read(value.AsString, frame) : default,
    };

    private Value Apply(Value left, Value right, EvaluationFrame frame) => function switch
    {
        ExtensionFunction.DecimalLessThan => left.Bits < right.Bits,
        ExtensionFunction.DecimalLessThanOrEqual => left.Bits <= right.Bits,
        ExtensionFunction.DecimalGreaterThan => left.Bits > right.Bits,
        ExtensionFunction.DecimalGreaterThanOrEqual => left.Bits >= right.Bits,
        ExtensionFunction.IsInRange => left.AsIpAddress.IsInRange(right.AsIpAddress),
        ExtensionFunction.Offset => left.AsDateTime.TryOffset(right.AsDuration, out CedarDateTime instant)
            ? instant
            : frame.Fail(Faults.Extension("offset", $"overflows when adding an offset: {left}+({right})", Span)),
        _ => left.AsDateTime.TryDurationSince(right.AsDateTime, out CedarDuration duration)
            ? duration
            : frame.Fail(Faults.Extension("durationSince", $"overflows when computing the duration between {left} and {right}", Span)),
    };

    private Value Read(string text, EvaluationFrame frame)
    {
        switch (function)
        {
            case ExtensionFunction.Decimal:
                return CedarDecimal.TryParse(text, out CedarDecimal number, out string? fault)
                    ? number
                    : frame.Fail(Faults.Extension("decimal", $"`{Faults.Shorten(text)}` is not a well-formed decimal value", Span, fault));

            case ExtensionFunction.Ip:
                return CedarIpAddress.TryParse(text, out CedarIpAddress? address, out fault)
                    ? address
                    : frame.Fail(Faults.Extension("ipaddr", $"invalid IP address: {Faults.Shorten(text)}", Span, fault));

            case ExtensionFunction.DateTime:
                return CedarDateTime.TryParse(text, out CedarDateTime instant, out fault)
                    ? instant
                    : frame.Fail(Faults.Extension("datetime", $"`{Faults.Shorten(text)}` is not a well-formed datetime value", Span, fault));

            default:
                return CedarDuration.TryParse(text, out CedarDuration duration, out fault)
                    ? duration
                    : frame.Fail(Faults.Extension("duration", $"`{Faults.Shorten(text)}` is not a well-formed duration value", Span, fault));
        }
    }
}
