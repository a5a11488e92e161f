using System.Globalization;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>
/// Finds what the names of a schema refer to, and checks what its grammar does not say. It goes on behind an error, so that all are
/// found; then there is no schema.
/// </summary>
internal sealed partial class SchemaResolver
{
    private readonly SchemaDocument _document;
    private readonly DiagnosticBag _diagnostics;
    private readonly DefinedNames _names;
    private readonly TypeTable _types = new();

    // Each candidate is compared with the name that is not declared.
    private int _comparisonsLeft = 1 << 20;

    // Declarations with several names share what they say of each.
    private readonly Dictionary<object, IReadOnlySet<string>> _nameLists = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TypeSyntax, CedarType?> _wholeTypes = new(ReferenceEqualityComparer.Instance);

    private SchemaResolver(SchemaDocument document, DiagnosticBag diagnostics)
    {
        _document = document;
        _diagnostics = diagnostics;
        _names = new DefinedNames(document);
    }

    /// <summary>Makes the schema; null if there is an error.</summary>
    public static CedarSchema? Resolve(SchemaDocument document, DiagnosticBag diagnostics)
    {
        SchemaResolver resolver = new(document, diagnostics);
        resolver.CheckNames();
        resolver.ResolveCommonTypes();
        Dictionary<string, EntityTypeDefinition> entityTypes = resolver.ResolveEntityTypes();
        Dictionary<EntityUid, ActionDefinition> actions = resolver.ResolveActions();
        return diagnostics.Errors > 0 ? null : new CedarSchema(document, entityTypes, actions, resolver._types);
    }

    /// <summary>The entity types of a list of names; action types are none.</summary>
    private IReadOnlySet<string> ResolveEntityNames(IReadOnlyList<TypeName> names, NamespaceDeclaration @namespace, string misuse)
    {
        if (_nameLists.TryGetValue(names, out IReadOnlySet<string>? known))
        {
            return known;
        }

        HashSet<string> resolved = [];
        foreach (TypeName name in names)
        {
            Referent referent = _names.Resolve(name, @namespace.Name, ReferenceKind.Entity);
            switch (referent.Kind)
            {
                case ReferentKind.Entity:
                    resolved.Add(referent.Name);
                    break;
                case ReferentKind.Action:
                    _diagnostics.Error(name.Span, $"`{Excerpt.Of(name.Name)}` is the type of actions", misuse);
                    break;
                default:
                    ReportUndeclared(name, @namespace, ReferenceKind.Entity);
                    break;
            }
        }

        _nameLists.Add(names, resolved);
        return resolved;
    }

    private void ReportUndeclared(TypeName name, NamespaceDeclaration @namespace, ReferenceKind kind)
    {
        if (_diagnostics.IsFull)
        {
            _diagnostics.Error(name.Span, "");
            return;
        }

        string what = kind switch
        {
            ReferenceKind.Common => "common type",
            ReferenceKind.Entity => "entity type",
            _ => "type",
        };
        string? help = OtherKind(name, @namespace, kind)
            ?? (MayCompare(_names.Count) ? SchemaNames.Suggest(name.Name, @namespace.Name, _names.All(kind), withBuiltIn: kind == ReferenceKind.Either) : null);
        string[] possibilities = DefinedNames.Possibilities(name, @namespace.Name);
        _diagnostics.Error(
            name.Span,
            $"undeclared {what} `{Excerpt.Of(name.Name)}`",
            help ?? (possibilities.Length == 1
                ? "declare it, or name one that is declared"
                : $"neither `{Excerpt.Of(possibilities[0])}` nor `{Excerpt.Of(possibilities[1])}` is declared"));
    }

    private string? OtherKind(TypeName name, NamespaceDeclaration @namespace, ReferenceKind kind) => kind switch
    {
        ReferenceKind.Entity when _names.Resolve(name, @namespace.Name, ReferenceKind.Common).Kind is var found and not ReferentKind.None =>
            $"`{Excerpt.Of(name.Name)}` is a {(found == ReferentKind.BuiltIn ? "built-in" : "common")} type, and only an entity type can stand here",
        ReferenceKind.Common when _names.Resolve(name, @namespace.Name, ReferenceKind.Entity).Kind != ReferentKind.None =>
            $"`{Excerpt.Of(name.Name)}` is an entity type, and only a record can stand here",
        _ => null,
    };

    private bool MayCompare(int candidates) => (_comparisonsLeft -= Math.Min(candidates, _comparisonsLeft)) > 0;

    private string LineOf(SourceSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"line {_document.Source.GetPosition(span.Start).Line}");
}
