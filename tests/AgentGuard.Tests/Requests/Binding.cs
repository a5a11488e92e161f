using System.Text.Json;

namespace AgentGuard.Tests.Requests;

/// <summary>Binds arguments in one line.</summary>
internal static class Binding
{
    private static readonly ToolId s_id = ToolId.Parse("a.b");

    public static ToolDefinition Tool(string? schema) => new(s_id, inputSchema: schema is null ? null : Json.Of(schema));

    public static BindResult Bind(string? schema, string arguments, params (string Pointer, ArgumentKind Kind)[] kinds) =>
        ArgumentBinder.Bind(ToolArguments.FromJson(arguments), Tool(schema), Kinds(kinds));

    /// <summary>Binds arguments that fit.</summary>
    public static BoundArguments Bound(string? schema, string arguments, params (string Pointer, ArgumentKind Kind)[] kinds)
    {
        BindResult result = Bind(schema, arguments, kinds);
        Assert.True(result.IsBound, result.Message);
        BoundArguments again = Again(result.Arguments, schema, kinds);
        Assert.Equal(result.Arguments.Digest, again.Digest);
        Assert.Equal(result.Arguments.Input, again.Input);
        Assert.Equal(result.Arguments.Json.GetRawText(), again.Json.GetRawText());
        return result.Arguments;
    }

    /// <summary>What policies see of arguments that fit.</summary>
    public static string Input(string? schema, string arguments, params (string Pointer, ArgumentKind Kind)[] kinds) =>
        Bound(schema, arguments, kinds).Input.ToString();

    /// <summary>Reason and message for arguments that do not fit.</summary>
    public static string Denied(string? schema, string arguments, params (string Pointer, ArgumentKind Kind)[] kinds)
    {
        BindResult result = Bind(schema, arguments, kinds);
        Assert.False(result.IsBound);
        return $"{result.Reason}: {result.Message}";
    }

    private static BoundArguments Again(BoundArguments bound, string? schema, (string, ArgumentKind)[] kinds)
    {
        BindResult again = ArgumentBinder.Bind(ToolArguments.FromJson(bound.Json.GetRawText()), Tool(schema), Kinds(kinds));
        Assert.True(again.IsBound, again.Message);
        return again.Arguments;
    }

    private static ArgumentKinds Kinds((string Pointer, ArgumentKind Kind)[] kinds) =>
        ArgumentKinds.From(kinds.Select(kind => KeyValuePair.Create(kind.Pointer, kind.Kind)));
}
