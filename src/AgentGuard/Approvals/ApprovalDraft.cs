using System.Collections.ObjectModel;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>A call that needs a yes: what the guard decided on, before there is a request for it.</summary>
internal sealed record ApprovalDraft
{
    public required string SessionId { get; init; }

    public required string? Tenant { get; init; }

    public required IReadOnlyList<EntityUid> Chain { get; init; }

    public required string ChainDigest { get; init; }

    public IReadOnlyList<EntityUid> Editors { get; init; } = [];

    public required ToolId Tool { get; init; }

    public required string DefinitionPin { get; init; }

    public required IReadOnlyList<EntityUid> Resources { get; init; }

    public bool HasSensitiveResource { get; init; }

    public required JsonElement Arguments { get; init; }

    /// <summary>SHA-256 of the arguments' canonical JSON, in hex.</summary>
    public required string ArgumentsDigest { get; init; }

    public IReadOnlyList<string> SensitiveArguments { get; init; } = [];

    /// <summary>Where the arguments' values were seen.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Origins { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    public required IReadOnlyList<ApprovalRequirement> Requirements { get; init; }

    /// <summary>The earliest expiry of all that is asked for.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>What a yes is bound to.</summary>
    public string Digest => field ??= ComputeDigest();

    public ApprovalRequest ToRequest(string id, DateTimeOffset now) => new()
    {
        Id = id,
        Version = 1,
        State = Requirements.Count == 0 ? ApprovalState.Approved : ApprovalState.Pending,
        SessionId = SessionId,
        Tenant = Tenant,
        Chain = Chain,
        ChainDigest = ChainDigest,
        Editors = Editors,
        Tool = Tool,
        DefinitionPin = DefinitionPin,
        Resources = Resources,
        HasSensitiveResource = HasSensitiveResource,
        Arguments = Arguments,
        SensitiveArguments = SensitiveArguments,
        Origins = Origins,
        Digest = Digest,
        Requirements = Requirements,
        CreatedAt = now,
        ExpiresAt = Lifetime < DateTimeOffset.MaxValue - now ? now + Lifetime : DateTimeOffset.MaxValue,
    };

    private string ComputeDigest()
    {
        using TupleDigest digest = new("agentguard approval 1");
        return digest
            .Add(Tenant)
            .Add(SessionId)
            .Add(ChainDigest)
            .Add(Editors)
            .Add(Tool.Toolset)
            .Add(Tool.Name)
            .Add(DefinitionPin)
            .Add(Resources)
            .Add(ArgumentsDigest)
            .ToHex();
    }
}
