using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Events of a history as temporal conditions name them: <c>Action::"files.read"::response</c>, and <c>Host::"login"::happened</c> for those of the host.</summary>
internal static class TemporalEvents
{
    /// <summary>The type of a host's events.</summary>
    public const string HostType = "Host";

    /// <summary>Their only kind.</summary>
    public const string Happened = "happened";

    public static EntityUid HostAction(string kind) => new(HostType, kind);

    public static TemporalEvent Of(HistoryEvent happened) => new(
        happened.At.ToUnixTimeMilliseconds(), ActionOf(happened), KindOf(happened), happened.Fields.ToDictionary(static field => field.Key, static field => Encode(field.Value), StringComparer.Ordinal));

    public static EntityUid ActionOf(HistoryEvent happened) => happened.Tool?.Action ?? HostAction(happened.Kind);

    public static string KindOf(HistoryEvent happened) => happened.Tool is null ? Happened : happened.Kind;

    /// <summary>A value as it is kept: its hash, and the number where one is summed.</summary>
    public static TemporalValue Encode(EventField field) => new($"h{field.Hash:x}", field.Number);
}
