using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// A call that is held, and the yeses that it has. An immutable snapshot: a change is a new snapshot with the next version.
/// Show people <see cref="DisplayArguments"/> and <see cref="DisplayResources"/>; <see cref="Arguments"/> and <see cref="Resources"/> hold sensitive
/// values and are for stores and for release.
/// </summary>
public sealed record ApprovalRequest
{
    /// <summary><c>apr_</c> and 10 random characters of Crockford's base 32. It names the request and gives no right to anything.</summary>
    public required string Id { get; init; }

    /// <summary>Counts the changes from 1; stores replace a snapshot only by the next version.</summary>
    public required long Version { get; init; }

    /// <summary>Where it stood at the last change. It may have expired since.</summary>
    public required ApprovalState State { get; init; }

    /// <summary>The session of the call.</summary>
    public required string SessionId { get; init; }

    /// <summary>The tenant of the session; null without.</summary>
    public required string? Tenant { get; init; }

    /// <summary>On whose behalf the call is made: the principals from the root to the acting one.</summary>
    public required IReadOnlyList<EntityUid> Chain { get; init => field = [.. value]; }

    /// <summary>Digest of the chain, in lower-case hex; it tells verified hops from asserted ones.</summary>
    public required string ChainDigest { get; init; }

    /// <summary>Who changed the arguments, first editor first. They count as part of the chain.</summary>
    public IReadOnlyList<EntityUid> Editors { get; init => field = [.. value]; } = [];

    /// <summary>The tool.</summary>
    public required ToolId Tool { get; init; }

    /// <summary>The pin of the tool's definition, <c>sha256:…</c>.</summary>
    public required string DefinitionPin { get; init; }

    /// <summary>What is acted on.</summary>
    public required IReadOnlyList<EntityUid> Resources { get; init => field = [.. value]; }

    /// <summary>The arguments, exactly as they would run. Sensitive: not for logs and screens.</summary>
    [JsonIgnore] // which the serializer refuses on a required property
    public JsonElement Arguments { get; init => field = value.Clone(); }

    /// <summary>JSON pointers, with <c>*</c> for any member or element, of the arguments that are shown to nobody.</summary>
    public IReadOnlyList<string> SensitiveArguments { get; init => field = [.. value]; } = [];

    /// <summary>The arguments with the sensitive ones masked.</summary>
    public JsonElement DisplayArguments => ArgumentMask.Apply(Arguments, SensitiveArguments);

    /// <summary>
    /// Where the session had seen each argument's value when the call was held: the names of tools, <c>user</c>, <c>host</c>, and <c>untrusted</c>, as policies
    /// read them in <c>context.origin</c>. An argument that is not here, or has none, comes from nowhere: the model made it up.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Origins { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Whether the id of what is acted on is a sensitive argument.</summary>
    public bool HasSensitiveResource { get; init; }

    /// <summary>What is acted on, without a sensitive id.</summary>
    public IReadOnlyList<EntityUid> DisplayResources => PreparedCall.Visible(Resources, HasSensitiveResource);

    /// <summary>What a yes is bound to, in lower-case hex: tenant, session, chain, editors, tool, definition, resources and arguments.</summary>
    public required string Digest { get; init; }

    /// <summary>What it takes to release the call: all of them.</summary>
    public required IReadOnlyList<ApprovalRequirement> Requirements { get; init => field = [.. value]; }

    /// <summary>The yeses, each person's once, first one first.</summary>
    public IReadOnlyList<ApprovalYes> Yeses { get; init => field = [.. value]; } = [];

    /// <summary>Who said no; null while nobody has.</summary>
    public EntityUid? RefusedBy { get; init; }

    /// <summary>The id of the request that took its place; null where none has.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>When the call was held.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first instant at which the call can no longer be released.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether it can still lead to a release, but for the time.</summary>
    [JsonIgnore]
    public bool IsOpen => State is ApprovalState.Pending or ApprovalState.Approved;

    internal EntityUid Root => Chain[0];

    internal bool IsOverAt(DateTimeOffset now) => now >= ExpiresAt;

    /// <summary>The snapshot as it is to be read now: an open one whose time is over has expired.</summary>
    internal ApprovalRequest At(DateTimeOffset now) => IsOpen && IsOverAt(now) ? this with { State = ApprovalState.Expired } : this;

    internal ApprovalRequest Next() => this with { Version = Version + 1 };

    /// <summary>Two snapshots are the same if they are the same version of one request.</summary>
    /// <param name="other">The other snapshot.</param>
    /// <returns>True if they are.</returns>
    public bool Equals(ApprovalRequest? other) => other is not null && Id == other.Id && Version == other.Version;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version);

    /// <summary>What logs may hold.</summary>
    /// <returns><c>apr_… payments.transfer Pending</c>.</returns>
    public override string ToString() => $"{Id} {Tool} {State}";
}
