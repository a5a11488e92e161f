using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>A part of a policy that was reached for a call, and what it came to. For operators: it shows values, sensitive ones masked.</summary>
/// <param name="Span">Where it stands in the policy's file.</param>
/// <param name="Line">Its line there, from 1.</param>
/// <param name="Column">Its column there, in UTF-16 code units from 1.</param>
/// <param name="Text">The part as it is written, on one line: <c>context.input.amount &gt; 1000</c>.</param>
/// <param name="Reading">The same with its values, <c>2500 &gt; 1000</c>; <c>[redacted]</c> where a sensitive argument is in it.</param>
/// <param name="Value">What it came to; null where it could not be evaluated.</param>
/// <param name="Error">Why it could not be evaluated, in Cedar's words; null where it could.</param>
public sealed record PolicyPart(SourceSpan Span, int Line, int Column, string Text, string Reading, bool? Value, string? Error)
{
    /// <summary>Whether it is a part of the policy's head and no condition.</summary>
    public bool IsHead { get; init; }

    /// <summary>As it is written, and with its values or the error where that says more.</summary>
    internal string Told => (Error ?? Reading) is var shown && shown == Text ? Text : $"{Text}   {shown}";
}
