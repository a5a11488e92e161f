using System.Globalization;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Testing;

/// <summary>Reads what stands in many places of a scenario file: principals, facts, times and JSON.</summary>
internal sealed class ScenarioValues(SourceText source, JsonShape json)
{
    private static readonly OrderedDictionary<string, string> s_types = new()
    {
        ["user"] = "User",
        ["agent"] = "Agent",
        ["service"] = "Service",
        ["workload"] = "Workload",
        ["group"] = "Group",
    };

    /// <summary>The value as JSON text, as it was written.</summary>
    public string Json(JsonItem item) => JsonItemText.Write(item, source);

    public JsonElement Element(JsonItem item) => JsonElement.Parse(Json(item));

    /// <summary>File and line, for who reads that a step failed.</summary>
    public string Place(JsonItem item) => FormattableString.Invariant($"{source.Name}:{source.GetPosition(item.Span.Start).Line}");

    /// <summary>Somebody, as <c>user alice</c>.</summary>
    public EntityUid? Principal(JsonItem item)
    {
        if (json.Text(item) is not { } text)
        {
            return null;
        }

        string kind = text.Split(' ')[0];
        if (s_types.ContainsKey(kind))
        {
            return Entity(text, item.Span);
        }

        json.Error(
            item.Span,
            $"{Quoted.Text(text)} does not say who",
            Suggestion.Closest(kind, s_types.Keys) is { } meant ? $"did you mean `{meant}{text[kind.Length..]}`?" : "write `user alice`, or an `agent`, a `service`, a `workload`");
        return null;
    }

    /// <summary>Any entity: somebody, or a resource as <c>Account DE89…</c>.</summary>
    public EntityUid? Entity(string text, SourceSpan span)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string kind = space < 0 ? text : text[..space];
        string id = space < 0 ? "" : text[(space + 1)..].Trim();
        try
        {
            EntityUid entity = new(s_types.GetValueOrDefault(kind, kind), id);
            if (id.Length > 0)
            {
                return entity;
            }

            json.Error(span, $"{Quoted.Text(text)} has no name", $"write it behind a space, as in `{kind} alice`");
        }
        catch (ArgumentException)
        {
            json.Error(span, $"{Quoted.Text(text)} names no entity", "write its type, a space and its id, as in `Account DE89370400440532013000`");
        }

        return null;
    }

    /// <summary>One of a chain: its name, or an object with what is known of it.</summary>
    public Hop? Hop(JsonItem item)
    {
        if (item.Kind != JsonValueKind.Object)
        {
            return Principal(item) is { } name ? ToHop(item, name, isAsserted: false) : null;
        }

        IReadOnlyList<JsonMember> members = json.Members(item, ScenarioWords.OfHop);
        EntityUid? principal = json.Required(item, members, ScenarioWords.Principal) is { } who ? Principal(who) : null;
        JsonItem? claims = members.Find(ScenarioWords.Claims);
        bool isAsserted = members.Find(ScenarioWords.Asserted) is { } asserted && json.Flag(asserted);
        HopBounds? bounds = members.Find(ScenarioWords.Bounds) is { } text ? Bounds(text) : null;
        if (isAsserted && claims is not null)
        {
            json.Error(claims.Span, "nobody vouches for the claims of a hop that is only asserted");
            return null;
        }

        if (principal is null || ToHop(item, principal, isAsserted) is not { } hop)
        {
            return null;
        }

        hop = hop with { Bounds = bounds };
        return claims is null ? hop : hop with { Claims = Record(claims) };
    }

    /// <summary>The hops of a chain, root first; a single one need not be a list.</summary>
    public IReadOnlyList<Hop> Chain(JsonItem item) =>
        [.. (item.Kind == JsonValueKind.Array ? item.Items : [item]).Select(Hop).OfType<Hop>()];

    /// <summary>A record of facts, in Cedar's JSON: <c>__entity</c> and <c>__extn</c> mean there what they do in <c>entities.json</c>.</summary>
    public CedarRecord Record(JsonItem item)
    {
        if (json.Members(item).Count == 0)
        {
            return CedarRecord.Empty;
        }

        try
        {
            return CedarJson.ParseContext(Json(item));
        }
        catch (CedarJsonException e)
        {
            // The place that the message names is one in the JSON that was made of the file.
            int place = e.Message.LastIndexOf(e.Path.Length > 0 ? $" at {e.Path}" : " (line ", StringComparison.Ordinal);
            json.Error(Follow(item, e.Path).Span, place < 0 ? e.Message : e.Message[..place]);
            return CedarRecord.Empty;
        }
    }

    /// <summary>What is known of entities, by their names.</summary>
    public IReadOnlyList<(EntityUid Entity, CedarRecord Attributes)> Facts(JsonItem item)
    {
        List<(EntityUid, CedarRecord)> facts = [];
        foreach (JsonMember member in json.Members(item))
        {
            if (Entity(member.Name, member.NameSpan) is not { } entity)
            {
                continue;
            }

            foreach (JsonMember own in json.Members(member.Value).Where(static own => own.Name is "claims" or "grants"))
            {
                json.Error(own.NameSpan, $"`{own.Name}` comes from the guard alone", own.Name == "grants" ? "say `granted` in a step" : "write it in the hop, beside `principal`");
            }

            facts.Add((entity, Record(member.Value)));
        }

        return facts;
    }

    /// <summary>A time above zero, as policies write it: <c>1h30m</c>.</summary>
    public TimeSpan? Time(JsonItem item)
    {
        if (json.Text(item) is not { } text)
        {
            return null;
        }

        if (CedarDuration.TryParse(text, out CedarDuration duration) && duration.Milliseconds is > 0 and < 3_155_760_000_000)
        {
            return TimeSpan.FromMilliseconds(duration.Milliseconds);
        }

        json.Error(item.Span, $"{Quoted.Text(text)} is no time", "write quantities with the units d, h, m, s and ms in this order, such as `1d12h`, up to a hundred years");
        return null;
    }

    private static JsonItem Follow(JsonItem item, string pointer)
    {
        foreach (string token in pointer.Split('/').Skip(1).Select(static token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            JsonItem? inner = item.Kind == JsonValueKind.Array
                ? int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? item.Items.ElementAtOrDefault(index) : null
                : item.Members.Find(token);
            item = inner ?? item;
        }

        return item;
    }

    private Hop? ToHop(JsonItem item, EntityUid principal, bool isAsserted)
    {
        try
        {
            return isAsserted ? AgentGuard.Hop.Asserted(principal) : new Hop(principal);
        }
        catch (ArgumentException)
        {
            json.Error(item.Span, $"{Quoted.Text(principal.ToString())} is a group, and a group does not act");
            return null;
        }
    }

    private HopBounds? Bounds(JsonItem item)
    {
        try
        {
            return json.Text(item) is { } cedar ? HopBounds.Parse(cedar) : null;
        }
        catch (CedarSyntaxException e)
        {
            json.Error(item.Span, $"the bounds are not Cedar: {e.Diagnostics[0].Message}", e.Diagnostics[0].Help);
            return null;
        }
    }
}
