using System.Collections.Frozen;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Json;

/// <summary>What the operators are called in policies in JSON, and the names of their parts.</summary>
internal static class PolicyJsonNames
{
    private static readonly string[] s_pair = ["left", "right"];
    private static readonly string[] s_argument = ["arg"];

    /// <summary>The operators with two operands; the methods keep the names that they have in Cedar.</summary>
    public static FrozenDictionary<string, BinaryOperator> Binary { get; } = new Dictionary<string, BinaryOperator>(Methods.Binary)
    {
        ["=="] = BinaryOperator.Equal,
        ["!="] = BinaryOperator.NotEqual,
        ["<"] = BinaryOperator.Less,
        ["<="] = BinaryOperator.LessOrEqual,
        [">"] = BinaryOperator.Greater,
        [">="] = BinaryOperator.GreaterOrEqual,
        ["in"] = BinaryOperator.In,
        ["+"] = BinaryOperator.Add,
        ["-"] = BinaryOperator.Subtract,
        ["*"] = BinaryOperator.Multiply,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operators with one operand.</summary>
    public static FrozenDictionary<string, UnaryOperator> Unary { get; } = new Dictionary<string, UnaryOperator>
    {
        ["!"] = UnaryOperator.Not,
        ["neg"] = UnaryOperator.Negate,
        ["isEmpty"] = UnaryOperator.IsEmpty,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The parts of each operator whose parts have names. Only the <c>in</c> of <c>is</c> may be absent.</summary>
    public static FrozenDictionary<string, string[]> Parts { get; } =
        Binary.Keys.Select(name => KeyValuePair.Create(name, s_pair))
            .Concat(Unary.Keys.Select(name => KeyValuePair.Create(name, s_argument)))
            .Concat(
            [
                new("&&", s_pair),
                new("||", s_pair),
                new(".", ["left", "attr"]),
                new("has", ["left", "attr"]),
                new("like", ["left", "pattern"]),
                new("is", ["left", "entity_type", "in"]),
                new("if-then-else", ["if", "then", "else"]),
            ])
            .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<BinaryOperator, string> s_binary = Binary.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    private static readonly FrozenDictionary<UnaryOperator, string> s_unary = Unary.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(BinaryOperator @operator) => s_binary[@operator];

    public static string Of(UnaryOperator @operator) => s_unary[@operator];
}
