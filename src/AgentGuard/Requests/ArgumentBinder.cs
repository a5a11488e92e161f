using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Binds arguments to their tool's schema, strictly: exact names, no undeclared property, no coercion. What comes out is a fixed point:
/// bound again it stays as it is, so what was decided is what runs.
/// </summary>
/// <remarks>
/// A property is declared by <c>properties</c> of any schema that holds for its object; an object whose schema has <c>properties</c>, and the
/// arguments themselves where the schema says <c>object</c>, take no other, unless <c>additionalProperties</c> opens them.
/// Cedar types: what matches <c>integer</c> is a Long; else what matches <c>number</c> is a decimal; else, where no type is declared, whole
/// literals are Long and others decimal. Null is absence. Arrays are sets, objects are records, whatever their names are.
/// </remarks>
internal static class ArgumentBinder
{
    private const int MaxRounds = 4;
    private const long BaseSteps = 100_000;
    private const long StepsPerByte = 8;

    /// <summary>Binds arguments.</summary>
    /// <param name="arguments">What the model wrote.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="kinds">The kinds of the arguments.</param>
    /// <param name="maxBytes">How many bytes the arguments may have, before and after binding.</param>
    public static BindResult Bind(ToolArguments arguments, ToolDefinition tool, ArgumentKinds kinds, int maxBytes = ToolArguments.DefaultMaxBytes)
    {
        if (arguments.ByteCount > maxBytes)
        {
            arguments = ToolArguments.TooLarge(maxBytes);
        }

        if (arguments.Error is { } error)
        {
            return BindResult.InvalidArguments(error);
        }

        if (tool.Input.Root is not { } schema)
        {
            return BindResult.InvalidToolSchema(tool.Input.Error!);
        }

        JsonElement json = arguments.Json;
        for (int round = 0; round < MaxRounds; round++)
        {
            StepBudget budget = new(BaseSteps + (StepsPerByte * arguments.ByteCount));
            BindingPass pass = new(budget, null, maxBytes);
            if (!pass.TryRead(json, schema, kinds, out CedarRecord? input))
            {
                return pass.Denial();
            }

            if (!pass.IsChanged)
            {
                return BindResult.Bound(new BoundArguments(json, input, CanonicalJson.Digest(json)));
            }

            if (Rewrite(ref json, schema, kinds, budget, maxBytes) is { } denial)
            {
                return denial;
            }
        }

        return BindResult.InvalidToolSchema("the schema's defaults do not settle");
    }

    private static BindResult? Rewrite(ref JsonElement json, ToolSchema schema, ArgumentKinds kinds, StepBudget budget, int maxBytes)
    {
        using PooledBuffer buffer = new();
        using Utf8JsonWriter writer = new(buffer, ArgumentWriter.Options);
        BindingPass pass = new(budget, writer, maxBytes);
        if (!pass.TryRead(json, schema, kinds, out _))
        {
            return pass.Denial();
        }

        writer.Flush();
        json = JsonElement.Parse(buffer.WrittenSpan, JsonText.DocumentOptions);
        return null;
    }
}
