using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Validation;

namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>What an author reads.</summary>
internal static class Rendered
{
    /// <summary>Users, documents and what users may do with them.</summary>
    public const string Documents =
        """
        entity Team;
        entity User in [Team] = { name: String, age: Long, email?: String, manager: User, roles: Set<String>, address: { city: String, zip?: String } } tags String;
        entity Color enum ["red", "green"];
        entity Folder;
        entity Document in [Folder] = { owner: User, title: String, size: Long, color: Color, created: datetime, readers: Set<User> };
        action read, write in [access] appliesTo { principal: [User], resource: [Document], context: { ip: ipaddr, token?: String, score: decimal } };
        action list appliesTo { principal: [User], resource: [Folder] };
        action access;
        """;

    /// <summary>All that is said about the text of a policy file.</summary>
    public static string Policy(string text)
    {
        _ = CedarParser.TryParsePolicies(new SourceText(text, "p.cedar"), out _, out IReadOnlyList<Diagnostic> diagnostics);
        return Join(diagnostics);
    }

    /// <summary>All that is said about the text of a schema.</summary>
    public static string Schema(string text)
    {
        _ = CedarSchema.TryParse(new SourceText(text, "s.cedarschema"), out _, out IReadOnlyList<Diagnostic> diagnostics);
        return Join(diagnostics);
    }

    /// <summary>All that is said about a schema in JSON.</summary>
    public static string SchemaJson(string text)
    {
        _ = CedarSchemaJson.TryParse(new SourceText(text, "s.json"), out _, out IReadOnlyList<Diagnostic> diagnostics);
        return Join(diagnostics);
    }

    /// <summary>All that validation by <see cref="Documents"/> says about policies.</summary>
    public static string Validation(string text)
    {
        CedarValidator validator = new(CedarSchema.Parse(new SourceText(Documents)));
        _ = validator.TryValidate(CedarParser.ParsePolicies(new SourceText(text, "p.cedar")), out IReadOnlyList<Diagnostic> diagnostics);
        return Join(diagnostics);
    }

    private static string Join(IReadOnlyList<Diagnostic> diagnostics) => string.Join('\n', diagnostics.Select(diagnostic => diagnostic.Render()));
}
