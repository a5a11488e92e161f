using System.Diagnostics.CodeAnalysis;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>
/// Which entity types and actions there are, and of which types their attributes, tags and contexts are. All names in it are
/// resolved. Immutable; any number of threads may use it at once.
/// </summary>
public sealed class CedarSchema
{
    private readonly Dictionary<string, EntityTypeDefinition> _entityTypes;
    private readonly Dictionary<EntityUid, ActionDefinition> _actions;
    private readonly HashSet<(string Type, string Ancestor)> _actionTypes = [];

    internal CedarSchema(SchemaDocument document, Dictionary<string, EntityTypeDefinition> entityTypes, Dictionary<EntityUid, ActionDefinition> actions, TypeTable types)
    {
        Document = document;
        Types = types;
        _entityTypes = entityTypes;
        _actions = actions;
        foreach (ActionDefinition action in actions.Values)
        {
            _actionTypes.Add((action.Uid.Type, action.Uid.Type));
            foreach (EntityUid ancestor in action.Ancestors)
            {
                _actionTypes.Add((action.Uid.Type, ancestor.Type));
            }
        }
    }

    /// <summary>The entity types that are declared, with their namespaces.</summary>
    public IReadOnlyCollection<string> EntityTypes => _entityTypes.Keys;

    /// <summary>The actions that are declared, groups of actions included.</summary>
    public IReadOnlyCollection<EntityUid> Actions => _actions.Keys;

    internal SchemaDocument Document { get; }

    internal TypeTable Types { get; }

    internal IReadOnlyCollection<EntityTypeDefinition> EntityTypeDefinitions => _entityTypes.Values;

    internal IReadOnlyCollection<ActionDefinition> ActionDefinitions => _actions.Values;

    /// <summary>Reads a schema in Cedar's schema syntax.</summary>
    /// <param name="source">The text.</param>
    /// <param name="options">Limits; null for the usual ones. The nesting is that of types.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="CedarSchemaException">The text is no schema; every error that was found is in it.</exception>
    public static CedarSchema Parse(SourceText source, CedarParserOptions? options = null) =>
        TryParse(source, out CedarSchema? schema, out IReadOnlyList<Diagnostic> diagnostics, options) ? schema : throw new CedarSchemaException(diagnostics);

    /// <summary>Reads a schema in Cedar's schema syntax.</summary>
    /// <param name="source">The text.</param>
    /// <param name="schema">The schema; null where there is an error.</param>
    /// <param name="diagnostics">Errors and warnings, at most 100.</param>
    /// <param name="options">Limits; null for the usual ones. The nesting is that of types.</param>
    /// <returns>True if there was no error. There may be warnings.</returns>
    public static bool TryParse(
        SourceText source,
        [NotNullWhen(true)] out CedarSchema? schema,
        out IReadOnlyList<Diagnostic> diagnostics,
        CedarParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        DiagnosticBag bag = new(source);
        SchemaDocument document = SchemaParser.Parse(source, options ?? CedarParserOptions.Default, bag);
        schema = bag.Errors == 0 ? SchemaResolver.Resolve(document, bag) : null;
        diagnostics = bag;
        return schema is not null;
    }

    /// <summary>Writes the schema in Cedar's schema syntax. Reading that text gives the same schema.</summary>
    /// <returns>The text, with a line feed at its end; empty where nothing is declared.</returns>
    /// <exception cref="NotSupportedException">The schema was read from JSON and says what the syntax cannot say: that the shape of an entity type is a common type, or that a name that both have is the entity type.</exception>
    public string Print() => SchemaPrinter.Print(Document);

    /// <summary>Where an action is declared, for a message about it.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The place of its name in the text that the schema was read from; null where it is not declared.</returns>
    public SourceSpan? FindDeclaration(EntityUid action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Document.Namespaces
            .Where(space => space.Qualify(SchemaWords.Action) == action.Type)
            .SelectMany(space => space.Actions)
            .FirstOrDefault(declared => declared.Id == action.Id)?.NameSpan;
    }

    /// <summary>Where an entity type is declared, for a message about it.</summary>
    /// <param name="entityType">Its name, with its namespaces.</param>
    /// <returns>The place of its name in the text that the schema was read from; null where it is not declared.</returns>
    public SourceSpan? FindDeclaration(string entityType)
    {
        ArgumentNullException.ThrowIfNull(entityType);
        return Document.Namespaces
            .SelectMany(space => space.EntityTypes.Where(declared => space.Qualify(declared.Name) == entityType))
            .FirstOrDefault()?.NameSpan;
    }

    internal bool TryGetEntityType(string name, [NotNullWhen(true)] out EntityTypeDefinition? type) => _entityTypes.TryGetValue(name, out type);

    internal bool TryGetAction(EntityUid uid, [NotNullWhen(true)] out ActionDefinition? action) => _actions.TryGetValue(uid, out action);

    /// <summary>Whether an entity of one type may be in, or the same as, one of another.</summary>
    internal bool MayBeIn(string type, string ancestor) =>
        type == ancestor
        || (_entityTypes.TryGetValue(type, out EntityTypeDefinition? definition) && definition.Ancestors.Contains(ancestor))
        || _actionTypes.Contains((type, ancestor));
}
