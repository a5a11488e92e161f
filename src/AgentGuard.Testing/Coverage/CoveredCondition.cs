namespace AgentGuard.Testing;

/// <summary>
/// A part of a policy's conditions, as it stands between <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and <c>if</c>, and what it came to in the scenarios that were played.
/// A part that is reached behind one that decides already is not evaluated.
/// </summary>
/// <param name="Text">The part as it is written, on one line.</param>
/// <param name="Line">Its line in the policy's file, from 1.</param>
/// <param name="Column">Its column there, in UTF-16 code units from 1.</param>
/// <param name="WasTrue">Whether it was true for some question.</param>
/// <param name="WasFalse">Whether it was false for some question.</param>
public sealed record CoveredCondition(string Text, int Line, int Column, bool WasTrue, bool WasFalse);
