using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace AgentGuard;

/// <summary>What the catalog knows about a tool's output.</summary>
public sealed record OutputEntry
{
    /// <summary>An output of which nothing is known, so that nobody believes it.</summary>
    public static OutputEntry Unknown { get; } = new();

    /// <summary>Labels of the data that comes out, such as <c>mail</c>; distinct.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether what comes out may be believed.</summary>
    public OutputTrust Trust { get; init; } = OutputTrust.Untrusted;

    /// <summary>What is known about single fields, by JSON Pointer (RFC 6901) in which <c>*</c> is any element or member.</summary>
    /// <exception cref="FormatException">A key is no such pointer.</exception>
    public IReadOnlyDictionary<string, OutputField> Fields
    {
        get;
        init
        {
            // Compiled here and not on first use, so that a copy with other fields has their trust.
            field = value;
            KnownFields =
            [
                .. value.Where(static output => output.Value.Trust is not null || output.Value.Role != ArgumentRole.None)
                    .Select(static output => new KnownField(
                        JsonPointerPattern.Parse(output.Key).Tokens, output.Value.Trust is { } trust ? trust == OutputTrust.Trusted : null, output.Value.Role)),
            ];
        }
    } = ReadOnlyDictionary<string, OutputField>.Empty;

    /// <summary>The fields of whose trust or role something is said.</summary>
    internal ImmutableArray<KnownField> KnownFields { get; private init; } = [];

    /// <summary>The labels of whatever may be in it: a field that is not there costs a label too many, never one too few.</summary>
    internal IReadOnlyList<string> AllLabels => [.. Labels.Union(Fields.Values.SelectMany(static output => output.Labels))];
}
