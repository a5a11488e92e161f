using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>A macro that stands for a Cedar expression: its body is read anew at each call, with the call's arguments in the place of its parameters.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters, with their question marks.</param>
/// <param name="Body">Where its expression stands, up to the closing brace.</param>
internal sealed record CedarMacro(string Name, IReadOnlyList<string> Parameters, SourceSpan Body);
