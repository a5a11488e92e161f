using System.Collections.Frozen;
using AgentGuard.Cedar.Ast;

namespace AgentGuard.Cedar.Syntax;

/// <summary>Words with a meaning in expressions.</summary>
internal static class Keywords
{
    /// <summary>The variables by name.</summary>
    internal static FrozenDictionary<string, Variable> Variables { get; } = new Dictionary<string, Variable>
    {
        ["principal"] = Variable.Principal,
        ["action"] = Variable.Action,
        ["resource"] = Variable.Resource,
        ["context"] = Variable.Context,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name of a variable.</summary>
    internal static string NameOf(Variable variable) => variable switch
    {
        Variable.Principal => "principal",
        Variable.Action => "action",
        Variable.Resource => "resource",
        _ => "context",
    };

    /// <summary>What an unknown identifier may have been meant to be.</summary>
    internal static IReadOnlyList<string> Values { get; } = ["principal", "action", "resource", "context", "true", "false"];
}
