using System.Collections.ObjectModel;

namespace AgentGuard;

/// <summary>The deployer's word on one tool. A model or a tool server cannot change it.</summary>
/// <param name="Id">The tool.</param>
public sealed record ToolEntry(ToolId Id)
{
    /// <summary>The groups that the tool's action is in, such as <c>money</c>: distinct, without a dot.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Words with which a user would ask for what the tool does, such as <c>delete</c> and <c>remove</c>; distinct. See <c>context.grounds.purposeMentioned</c>.</summary>
    public IReadOnlyList<string> Purpose { get; init; } = [];

    /// <summary>Which argument names the resource; null where the toolset is the resource.</summary>
    public ResourceMapping? Resource { get; init; }

    /// <summary>What is known about arguments, by JSON Pointer (RFC 6901) in which <c>*</c> is any element or member.</summary>
    /// <exception cref="FormatException">A key is no such pointer.</exception>
    public IReadOnlyDictionary<string, ArgumentEntry> Arguments
    {
        get;
        init
        {
            // Compiled here and not on first use, so that a copy with other arguments has their kinds.
            field = value;
            Kinds = ArgumentKinds.From(value.Select(argument => KeyValuePair.Create(argument.Key, argument.Value.Kind)));
            Roles = [.. value.Where(static argument => argument.Value.Role != ArgumentRole.None).Select(static argument => (JsonPointerPattern.Parse(argument.Key), argument.Value.Role))];
            SensitivePointers = [.. value.Where(argument => argument.Value.IsSensitive).Select(argument => argument.Key)];
        }
    } = ReadOnlyDictionary<string, ArgumentEntry>.Empty;

    /// <summary>The arguments' kinds, compiled.</summary>
    internal ArgumentKinds Kinds { get; private init; } = ArgumentKinds.None;

    /// <summary>The arguments of whose role something is said, compiled.</summary>
    internal IReadOnlyList<(JsonPointerPattern Pointer, ArgumentRole Role)> Roles { get; private init; } = [];

    /// <summary>Pointers of the arguments that no log and no approver sees.</summary>
    internal IReadOnlyList<string> SensitivePointers { get; private init; } = [];

    /// <summary>Whether the argument that names the resource is sensitive, in whole or in part, or within one that is.</summary>
    internal bool HasSensitiveResource => Resource is { } mapping && SensitivePointers.Any(pointer => Overlap(pointer, mapping.Argument));

    /// <summary>What is known about the output.</summary>
    public OutputEntry Output { get; init; } = OutputEntry.Unknown;

    /// <summary>Whether a call that failed has done nothing, <c>"failure": "no_effect"</c>, so that it counts against no limit.</summary>
    public bool FailureHasNoEffect { get; init; }

    /// <summary><c>sha256:</c> and 64 lower-case hex digits of the definition that the deployer has seen; null for any definition.</summary>
    public string? Pin { get; init; }

    private static bool Overlap(string left, string right) => JsonPointerPattern.Parse(left).Tokens
        .Zip(JsonPointerPattern.Parse(right).Tokens)
        .All(static pair => pair.First == pair.Second || pair.First == JsonPointerPattern.Any || pair.Second == JsonPointerPattern.Any);
}
