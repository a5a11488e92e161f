using System.Collections.Frozen;
using AgentGuard.Cedar.Ast;

namespace AgentGuard.Cedar.Syntax;

/// <summary>The names of everything that can be called.</summary>
internal static class Methods
{
    internal const string IsEmpty = "isEmpty";

    /// <summary>The built-in methods with one argument.</summary>
    internal static FrozenDictionary<string, BinaryOperator> Binary { get; } = new Dictionary<string, BinaryOperator>
    {
        ["contains"] = BinaryOperator.Contains,
        ["containsAll"] = BinaryOperator.ContainsAll,
        ["containsAny"] = BinaryOperator.ContainsAny,
        ["getTag"] = BinaryOperator.GetTag,
        ["hasTag"] = BinaryOperator.HasTag,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All methods.</summary>
    internal static FrozenSet<string> Names { get; } =
        ExtensionFunctions.ByName.Values.Where(signature => signature.IsMethod).Select(signature => signature.Name)
            .Concat(Binary.Keys).Append(IsEmpty).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All functions.</summary>
    internal static FrozenSet<string> Functions { get; } =
        ExtensionFunctions.ByName.Values.Where(signature => !signature.IsMethod).Select(signature => signature.Name)
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name of a built-in method.</summary>
    internal static string NameOf(BinaryOperator method) => Binary.First(pair => pair.Value == method).Key;
}
