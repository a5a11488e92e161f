using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>The trusted facts of a call, as they would be if some of them were otherwise.</summary>
internal sealed class TrialFacts(PolicyRound asked)
{
    private const string Input = "input";
    private const string Origin = "origin";

    /// <summary>The arguments by their names: finding each of thousands in the JSON itself would take the square of their number.</summary>
    private Dictionary<string, JsonElement> Asked => field ??=
        asked.Call.Arguments.Json.EnumerateObject().ToDictionary(static argument => argument.Name, static argument => argument.Value, StringComparer.Ordinal);

    /// <summary>Whether anybody acts under a grant.</summary>
    public bool HasGrants => asked.Entities.Any(entities => asked.Principals.Any(principal =>
        entities.TryGetEntity(principal, out Entity? entity)
        && entity.Attributes.TryGetValue(GuardAttributes.Grants, out Value grants)
        && grants.AsSet.Count > 0));

    /// <summary>The entities with principals changed.</summary>
    /// <returns>False where a change cannot be made.</returns>
    public bool TryChange(IReadOnlyList<Change> changes, [NotNullWhen(true)] out IReadOnlyList<IEntitySource>? entities)
    {
        List<Change> own = [.. changes.Where(static change => change.Place.Kind == PlaceKind.Principal)];
        entities = asked.Entities;
        if (own.Count == 0)
        {
            return true;
        }

        List<IEntitySource> changed = [];
        try
        {
            foreach (IEntitySource source in asked.Entities)
            {
                List<Entity> principals = [.. own.GroupBy(static change => change.Place.Owner!).Select(same => Changed(source, same.Key, same)).OfType<Entity>()];
                if (principals.Count < own.DistinctBy(static change => change.Place.Owner).Count())
                {
                    return false;
                }

                changed.Add(new EntityOverlay(source, principals));
            }
        }
        catch (EntityException)
        {
            // A group that is in its own member.
            return false;
        }

        entities = changed;
        return true;
    }

    /// <summary>The context of a call with these arguments; null where a change cannot be made.</summary>
    public CedarRecord? ContextOf(PreparedCall call, IReadOnlyList<Change> changes)
    {
        Dictionary<string, Value> entries = new(asked.Context, StringComparer.Ordinal)
        {
            [Input] = call.Arguments.Input,
            [Origin] = OriginsOf(call),
        };
        foreach (Change change in changes)
        {
            string? entry = change.Place.Kind switch
            {
                PlaceKind.Origin => Origin,
                PlaceKind.Session => "session",
                PlaceKind.Environment => "environment",
                _ => null,
            };
            if (entry is null)
            {
                continue;
            }

            if ((entry == Origin && !OriginNames.CanBeNamed(call, change.Place)) || RecordChanges.TryMake(entries[entry].AsRecord, change) is not { } changed)
            {
                return null;
            }

            entries[entry] = changed;
        }

        return new CedarRecord(entries);
    }

    private static Entity? Changed(IEntitySource source, EntityUid uid, IEnumerable<Change> changes)
    {
        Entity entity = source.TryGetEntity(uid, out Entity? known) ? known : new Entity(uid);
        foreach (Change change in changes)
        {
            if (change.Kind == ChangeKind.Join)
            {
                entity = new Entity(uid, entity.Attributes, [.. entity.Parents, change.Value.AsEntity], entity.Tags);
            }
            else if (RecordChanges.TryMake(entity.Attributes, change) is { } attributes)
            {
                entity = new Entity(uid, attributes, entity.Parents, entity.Tags);
            }
            else
            {
                return null;
            }
        }

        return entity;
    }

    /// <summary>Where the arguments come from. Those that are as they were are not looked up again: it is the dearest part of a call.</summary>
    private CedarRecord OriginsOf(PreparedCall call)
    {
        CedarRecord before = asked.Context[Origin].AsRecord;
        Dictionary<string, JsonElement> old = Asked;
        Dictionary<string, Value> origins = new(StringComparer.Ordinal);
        JsonObject changed = [];
        foreach (JsonProperty argument in call.Arguments.Json.EnumerateObject())
        {
            if (old.TryGetValue(argument.Name, out JsonElement same) && IsSame(same, argument.Value) && before.TryGetValue(argument.Name, out Value origin))
            {
                origins.Add(argument.Name, origin);
            }
            else
            {
                changed.Add(argument.Name, JsonNode.Parse(argument.Value.GetRawText()));
            }
        }

        if (changed.Count > 0)
        {
            JsonElement looked = JsonElement.Parse(changed.ToJsonString(), JsonText.DocumentOptions);
            foreach ((string name, Value origin) in call.Scope.Session.Origins.Describe(looked, call.Request.Tool.Input.Root!))
            {
                origins.Add(name, origin);
            }
        }

        return new CedarRecord(origins);
    }

    private static bool IsSame(JsonElement left, JsonElement right) =>
        JsonMarshal.GetRawUtf8Value(left).SequenceEqual(JsonMarshal.GetRawUtf8Value(right));
}
