using System.Text;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Reads <c>entities.json</c>: users with their roles, groups with their members. It says nothing of tools, and nothing that only the guard knows.</summary>
internal static class EntityFile
{
    /// <summary>What the guard says of who acts: from verified hops and from grants, never from a file.</summary>
    private static readonly string[] s_reservedAttributes = ["claims", "grants"];

    /// <summary>The entities; none where the file is wrong, which the diagnostics say, or is not there.</summary>
    public static IReadOnlyCollection<Entity> Read(BundleFile? file, BundleDiagnostics diagnostics)
    {
        if (file?.Decode(diagnostics) is not { } source)
        {
            return [];
        }

        byte[] json = Encoding.UTF8.GetBytes(source.Text);
        try
        {
            EntityStore entities = CedarJson.ParseEntities(json);
            foreach (Entity entity in entities)
            {
                Check(entity, source, diagnostics);
            }

            return entities;
        }
        catch (CedarJsonException exception)
        {
            int place = Encoding.UTF8.GetCharCount(json.AsSpan(0, (int)Math.Min(exception.Offset, json.Length)));
            diagnostics.Error(source, new SourceSpan(place, 0), WithoutPlace(exception));
            return [];
        }
    }

    private static void Check(Entity entity, SourceText source, BundleDiagnostics diagnostics)
    {
        if (ActionEntities.IsActionType(entity.Uid.Type))
        {
            JsonItem? place = EntityPlaces.Find(source, entity.Uid);
            diagnostics.Error(source, place?.Span ?? default, $"{Quoted.Text(entity.Uid.ToString())} cannot be described here", $"actions and their groups come from `{BundleFile.Tools}`");
        }

        if (!Principal.IsRoot(entity.Uid) && entity.Uid.Type != Principal.AgentType)
        {
            return;
        }

        foreach (string attribute in s_reservedAttributes.Where(name => entity.Attributes.ContainsKey(name)))
        {
            SourceSpan? place = EntityPlaces.FindAttribute(source, entity.Uid, attribute);
            diagnostics.Error(source, place ?? default, $"`{attribute}` of {Quoted.Text(entity.Uid.ToString())} cannot be set here", "the guard sets it, from verified identity and from grants");
        }
    }

    private static string WithoutPlace(CedarJsonException exception)
    {
        string place = FormattableString.Invariant($" (line {exception.Line}, column {exception.Column})");
        return exception.Message.EndsWith(place, StringComparison.Ordinal) ? exception.Message[..^place.Length] : exception.Message;
    }
}
