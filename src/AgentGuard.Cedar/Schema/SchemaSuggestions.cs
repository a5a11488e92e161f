using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>What a name that a schema does not know may have been meant to be: a line of help, or null.</summary>
internal static class SchemaSuggestions
{
    private const int MaxListed = 5;

    public static string? EntityType(CedarSchema schema, string name) =>
        SchemaNames.Suggest(name, "", schema.EntityTypes, withBuiltIn: false)
            ?? (schema.EntityTypes.Count == 0 ? null : $"the entity types are {List(schema.EntityTypes)}");

    public static string? Action(CedarSchema schema, EntityUid uid)
    {
        if (schema.Actions.FirstOrDefault(action => action.Id == uid.Id) is { } elsewhere)
        {
            return $"did you mean `{Excerpt.Of(elsewhere.ToString())}`?";
        }

        // `Action::"Photo::Action::view"` and the like: the type stands in the id.
        if (schema.Actions.FirstOrDefault(action => uid.Id == action.ToString() || uid.Id == $"{action.Type}::{action.Id}") is { } inId)
        {
            return $"the type stands in the id; did you mean `{Excerpt.Of(inId.ToString())}`?";
        }

        IEnumerable<EntityUid> sameType = schema.Actions.Where(action => action.Type == uid.Type);
        return Suggestion.Closest(uid.Id, sameType.Select(action => action.Id)) is { } closest
            ? $"did you mean `{Excerpt.Of(new EntityUid(uid.Type, closest).ToString())}`?"
            : null;
    }

    public static string? Attribute(RecordType type, string name) => DidYouMean(name, type.Names);

    public static string Choice(EntityTypeDefinition type, string id)
    {
        IReadOnlyList<string> choices = type.Choices ?? [];
        if (DidYouMean(id, choices) is { } meant)
        {
            return meant;
        }

        string listed = string.Join(", ", choices.Take(MaxListed).Select(choice => $"`{Excerpt.Of(choice)}`"));
        return $"its ids are {listed}{(choices.Count > MaxListed ? ", …" : "")}";
    }

    /// <summary>Names in a list that is short enough to be read.</summary>
    public static string List(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal).Take(MaxListed).Select(name => $"`{Excerpt.Of(name)}`")) + (names.Count > MaxListed ? ", …" : "");

    private static string? DidYouMean(string name, IEnumerable<string> candidates) =>
        Suggestion.Closest(name, candidates) is { } closest ? $"did you mean `{Excerpt.Of(closest)}`?" : null;
}
