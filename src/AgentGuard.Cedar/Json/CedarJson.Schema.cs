using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>
/// With a schema: where it says that a value is an entity or of an extension type, <c>__entity</c> and <c>__extn</c> may be left out,
/// and what does not conform to it is refused.
/// </content>
public static partial class CedarJson
{
    /// <summary>
    /// Reads an array of entities by a schema: <c>{"type": …, "id": …}</c> is an entity, and a string an <c>ipaddr</c>, where the schema
    /// says so. The actions of the schema are added.
    /// </summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The entities, all of which conform to the schema.</returns>
    /// <exception cref="CedarJsonException">The text is not such an array, an entity does not conform, or the entities cannot stand together (see <see cref="EntityStore"/>).</exception>
    public static EntityStore ParseEntities(ReadOnlySpan<byte> json, CedarSchema schema, CedarJsonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return CedarJsonReader.ReadEntities(json, schema, options ?? CedarJsonOptions.Default);
    }

    /// <inheritdoc cref="ParseEntities(ReadOnlySpan{byte}, CedarSchema, CedarJsonOptions?)"/>
    /// <param name="json">The text.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    public static EntityStore ParseEntities(string json, CedarSchema schema, CedarJsonOptions? options = null) =>
        ParseEntities(Encode(json, options).Span, schema, options);

    /// <summary>Reads a context by a schema, as <see cref="ParseEntities(ReadOnlySpan{byte}, CedarSchema, CedarJsonOptions?)"/> reads attributes.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="action">The action whose context it is.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The context, which conforms to the schema.</returns>
    /// <exception cref="CedarJsonException">The text is not such an object, or the context does not conform.</exception>
    /// <exception cref="ArgumentException">The schema does not declare the action.</exception>
    public static CedarRecord ParseContext(ReadOnlySpan<byte> json, CedarSchema schema, EntityUid action, CedarJsonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(action);
        return schema.TryGetAction(action, out ActionDefinition? definition)
            ? CedarJsonReader.ReadContext(json, schema, definition, options ?? CedarJsonOptions.Default)
            : throw new ArgumentException($"the action `{action}` is not declared", nameof(action));
    }

    /// <inheritdoc cref="ParseContext(ReadOnlySpan{byte}, CedarSchema, EntityUid, CedarJsonOptions?)"/>
    /// <param name="json">The text.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="action">The action whose context it is.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    public static CedarRecord ParseContext(string json, CedarSchema schema, EntityUid action, CedarJsonOptions? options = null) =>
        ParseContext(Encode(json, options).Span, schema, action, options);
}
