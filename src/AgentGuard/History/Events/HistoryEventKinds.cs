using System.Collections.Frozen;

namespace AgentGuard;

/// <summary>What the guard itself writes into a history. A host adds kinds of its own, such as <c>login</c>.</summary>
public static class HistoryEventKinds
{
    /// <summary>A call was asked for, whatever became of it.</summary>
    public const string Request = "request";

    /// <summary>A call was admitted: its tool runs, or ran.</summary>
    public const string Admitted = "admitted";

    /// <summary>A call was refused.</summary>
    public const string Denied = "denied";

    /// <summary>A call waits for a yes.</summary>
    public const string Held = "held";

    /// <summary>The tool returned.</summary>
    public const string Response = "response";

    /// <summary>The tool failed, was cancelled or ran out of time after it had started: it may have acted.</summary>
    public const string Error = "error";

    /// <summary>What a call had reserved was given back: it counts as never admitted.</summary>
    public const string Released = "released";

    /// <summary>The guard's own kinds: a host writes none of them.</summary>
    internal static FrozenSet<string> Own { get; } = new[] { Request, Admitted, Denied, Held, Response, Error, Released }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a kind is written of calls that were refused, too: such a call may have said less than is asked of those that run, and did nothing.</summary>
    internal static bool IsOfRefused(string kind) => kind is Request or Denied or Held;

    /// <summary>Whether a kind comes after a call that was decided, with what its tool put out.</summary>
    internal static bool IsOutcome(string kind) => kind is Response or Error;
}
