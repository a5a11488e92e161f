namespace AgentGuard.Cedar.Ast;

/// <summary>How policies call an extension function.</summary>
/// <param name="Function">The function.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arity">The number of its arguments; a method's receiver is one of them.</param>
/// <param name="IsMethod">Whether it is written behind its first argument, <c>a.lessThan(b)</c>.</param>
internal sealed record ExtensionFunctionSignature(ExtensionFunction Function, string Name, int Arity, bool IsMethod);
