using System.Text.Json;
using System.Text.Json.Nodes;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// The deployer's part of a bundle's schema, <c>schema.cedarschema</c>: entity types with their attributes, and what the host tells policies
/// (<c>Environment</c>, <c>SessionAttributes</c>, <c>Claims</c>). Actions come from the tools.
/// </summary>
internal sealed class DeployerSchema
{
    public const string Environment = "Environment";
    public const string SessionAttributes = "SessionAttributes";
    public const string Claims = "Claims";

    private const int MaxJsonDepth = 1_000;

    private static readonly CedarParserOptions s_options = new() { MaxLength = BundleLimits.MaxFileBytes };

    private readonly SourceText _source;
    private readonly CedarSchema _schema;
    private readonly string _json;

    private DeployerSchema(SourceText source, CedarSchema schema)
    {
        _source = source;
        _schema = schema;
        _json = CedarSchemaJson.Write(schema);
    }

    /// <summary>The types of entities that it declares.</summary>
    public IReadOnlyCollection<string> EntityTypes => _schema.EntityTypes;

    /// <summary>A copy of all that it declares, in Cedar's JSON form.</summary>
    public JsonObject ToJson() => JsonNode.Parse(_json, documentOptions: new JsonDocumentOptions { MaxDepth = MaxJsonDepth })!.AsObject();

    /// <summary>Reads the file; null where it is wrong, which the diagnostics say, or is not there.</summary>
    public static DeployerSchema? Read(BundleFile? file, BundleDiagnostics diagnostics)
    {
        if (file?.Decode(diagnostics) is not { } source)
        {
            return null;
        }

        bool isSchema = CedarSchema.TryParse(source, out CedarSchema? schema, out IReadOnlyList<Diagnostic> found, s_options);
        foreach (Diagnostic diagnostic in found)
        {
            diagnostics.Add(diagnostic);
        }

        if (!isSchema)
        {
            return null;
        }

        DeployerSchema read = new(source, schema!);
        read.Check(diagnostics);
        return read;
    }

    private void Check(BundleDiagnostics diagnostics)
    {
        foreach (EntityUid action in _schema.Actions)
        {
            diagnostics.Error(
                _source,
                _schema.FindDeclaration(action) ?? default,
                $"{Quoted.Text(action.ToString())} is declared here, and actions come from the tools",
                $"take it away: tools and their groups stand in `{BundleFile.Tools}`, and their arguments in the tools' own schemas");
        }

        JsonObject namespaces = ToJson();
        if (namespaces.ContainsKey(GuardSchema.Namespace))
        {
            diagnostics.Error(_source, default, $"the namespace `{GuardSchema.Namespace}` is the guard's own", "give yours another name");
        }

        foreach (string type in GuardSchema.PrincipalTypes)
        {
            CheckPrincipal(type, namespaces, diagnostics);
        }

        foreach (string name in (ReadOnlySpan<string>)[Environment, SessionAttributes, Claims])
        {
            if (SchemaJson.CommonType(namespaces, name) is not null && SchemaJson.AttributesOf(namespaces, name) is null)
            {
                diagnostics.Error(_source, default, $"the type `{name}` is no record", $"write `type {name} = {{ … }};`");
            }
        }

        foreach (string name in (ReadOnlySpan<string>)["id", "tenant"])
        {
            if (SchemaJson.AttributesOf(namespaces, SessionAttributes)?.ContainsKey(name) == true)
            {
                diagnostics.Error(_source, default, $"`{name}` in `{SessionAttributes}` is the session's own", "take it away: policies see it without that");
            }
        }
    }

    private void CheckPrincipal(string type, JsonObject namespaces, BundleDiagnostics diagnostics)
    {
        if (SchemaJson.EntityType(namespaces, type) is not { } declared)
        {
            return;
        }

        SourceSpan place = _schema.FindDeclaration(type) ?? default;
        if (declared.ContainsKey("enum"))
        {
            diagnostics.Error(_source, place, $"`{type}` is an enumerated type, and who acts has attributes", $"write `entity {type};`, with attributes if it has some");
        }
        else if (declared["shape"]?["attributes"]?.AsObject().ContainsKey(GuardAttributes.Grants) == true)
        {
            diagnostics.Error(_source, place, $"`{type}` declares `{GuardAttributes.Grants}`, which the guard sets", "take it away: it is a set of strings wherever somebody acts");
        }
    }
}
