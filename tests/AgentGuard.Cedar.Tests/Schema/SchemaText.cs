using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;

namespace AgentGuard.Cedar.Tests.Schema;

/// <summary>Reads schemas for tests that look at one thing.</summary>
internal static class SchemaText
{
    public static CedarSchema Read(string text) => CedarSchema.Parse(new SourceText(text, "s.cedarschema"));

    public static CedarSchema ReadJson(string json) => CedarSchemaJson.Parse(new SourceText(json, "s.json"));

    /// <summary>The type of an entity type's attribute, with all names resolved.</summary>
    public static string TypeOf(CedarSchema schema, string entityType, string attribute)
    {
        Assert.True(schema.TryGetEntityType(entityType, out EntityTypeDefinition? definition));
        Assert.True(definition.Attributes.TryGet(attribute, out Cedar.Schema.Types.AttributeType type));
        System.Text.StringBuilder text = new();
        SchemaDump.Append(text, type.Type);
        return text.ToString();
    }

    /// <summary>The errors of a text that is no schema.</summary>
    public static string[] Errors(string text)
    {
        Assert.False(CedarSchema.TryParse(new SourceText(text), out CedarSchema? schema, out IReadOnlyList<Diagnostic> diagnostics));
        Assert.Null(schema);
        return [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Message)];
    }
}
