using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>Compares requests with a schema.</summary>
internal static class RequestConformance
{
    /// <summary>Why a request does not conform; null where it does.</summary>
    public static ConformanceFault? Check(CedarSchema schema, EntityUid principal, EntityUid action, EntityUid resource, CedarRecord context)
    {
        if (!schema.TryGetAction(action, out ActionDefinition? definition))
        {
            return new ConformanceFault(null, $"the action `{Excerpt.Of(action.ToString())}` is not declared", SchemaSuggestions.Action(schema, action));
        }

        return CheckPart(schema, "principal", principal, definition, definition.Principals)
            ?? CheckPart(schema, "resource", resource, definition, definition.Resources)
            ?? CheckContext(schema, definition, context);
    }

    /// <summary>Why a context is none of an action's; null where it is.</summary>
    public static ConformanceFault? CheckContext(CedarSchema schema, ActionDefinition action, CedarRecord context) =>
        new ValueConformance(schema).Check(context, action.Context, "context") is { } fault
            ? fault with { Message = $"{fault.Message} for the action `{Excerpt.Of(action.Uid.ToString())}`" }
            : null;

    private static ConformanceFault? CheckPart(CedarSchema schema, string part, EntityUid uid, ActionDefinition action, IReadOnlySet<string> applicable)
    {
        if (!schema.TryGetEntityType(uid.Type, out _))
        {
            return new ConformanceFault(null, $"the entity type `{Excerpt.Of(uid.Type)}` of the {part} is not declared", SchemaSuggestions.EntityType(schema, uid.Type));
        }

        if (new ValueConformance(schema).CheckUid(uid) is { } fault)
        {
            return fault with { Entity = null };
        }

        return applicable.Contains(uid.Type)
            ? null
            : new ConformanceFault(
                null,
                $"the action `{Excerpt.Of(action.Uid.ToString())}` does not apply to a {part} of type `{Excerpt.Of(uid.Type)}`",
                applicable.Count == 0 ? "it applies to nothing" : $"it applies to {SchemaSuggestions.List(applicable)}");
    }
}
