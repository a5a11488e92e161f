using System.Text.Json;

namespace AgentGuard;

/// <summary>A tool's schema as the binder reads it, or why it cannot be understood.</summary>
internal sealed record CompiledSchema(ToolSchema? Root, string? Error)
{
    /// <summary>Compiles a schema; none takes anything.</summary>
    public static CompiledSchema Of(JsonElement? schema)
    {
        if (schema is not { } json)
        {
            return new CompiledSchema(ToolSchema.Anything, null);
        }

        try
        {
            return new CompiledSchema(ToolSchemaCompiler.Compile(json), null);
        }
        catch (FormatException exception)
        {
            return new CompiledSchema(null, exception.Message);
        }
    }
}
