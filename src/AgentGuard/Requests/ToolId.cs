using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Which tool: a toolset, whose key the deployer gives (a plugin, an MCP server), and the tool's name in it.
/// Both are compared ordinally.
/// </summary>
public sealed record ToolId
{
    /// <summary>The toolset of functions that belong to none.</summary>
    public const string LocalToolset = "local";

    /// <summary>The toolset of the guard's own actions, which no tool may claim.</summary>
    public const string ReservedToolset = "agentguard";

    private const int MaxLength = 256;

    /// <summary>Names a tool.</summary>
    /// <param name="toolset">The toolset's key, without a dot; null or empty for <see cref="LocalToolset"/>. At most 256 UTF-16 code units.</param>
    /// <param name="name">The tool's name, not empty; it may have dots. At most 256 UTF-16 code units.</param>
    /// <exception cref="ArgumentException">
    /// The toolset has a dot or is <see cref="ReservedToolset"/>, the name is empty, or one of them is too long, or holds a lone surrogate
    /// or a character that cannot be seen.
    /// </exception>
    public ToolId(string? toolset, string name)
    {
        toolset = string.IsNullOrEmpty(toolset) ? LocalToolset : toolset;
        Check(name, nameof(name));
        Check(toolset, nameof(toolset));
        if (toolset.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"toolset `{toolset}` has a dot: the action's name would not say where the tool's name starts", nameof(toolset));
        }

        if (toolset == ReservedToolset)
        {
            throw new ArgumentException($"toolset `{ReservedToolset}` is reserved for the guard's own actions", nameof(toolset));
        }

        Toolset = toolset;
        Name = name;
        Action = new EntityUid("Action", $"{toolset}.{name}");
        ToolsetEntity = new EntityUid("Toolset", toolset);
    }

    /// <summary>The toolset's key.</summary>
    public string Toolset { get; }

    /// <summary>The tool's name in its toolset.</summary>
    public string Name { get; }

    /// <summary>What policies call it, <c>Action::"payments.transfer"</c>.</summary>
    public EntityUid Action { get; }

    /// <summary>The resource of a call whose tool maps none, <c>Toolset::"payments"</c>.</summary>
    public EntityUid ToolsetEntity { get; }

    /// <summary>Reads <c>toolset.name</c>, split at the first dot; a text without a dot names a tool of <see cref="LocalToolset"/>.</summary>
    /// <param name="text">The text, such as <c>payments.transfer</c>.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">One of the two is empty, reserved or holds a lone surrogate.</exception>
    public static ToolId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot switch
        {
            < 0 => new ToolId(LocalToolset, text),
            0 => throw new ArgumentException($"`{text}` names no toolset before its dot", nameof(text)),
            _ => new ToolId(text[..dot], text[(dot + 1)..]),
        };
    }

    /// <inheritdoc/>
    public bool Equals(ToolId? other) => other is not null && Action.Equals(other.Action);

    /// <inheritdoc/>
    public override int GetHashCode() => Action.GetHashCode();

    /// <summary>The id as <c>toolset.name</c>.</summary>
    /// <returns>The text that <see cref="Parse"/> reads.</returns>
    public override string ToString() => Action.Id;

    /// <summary>A model may write any name, and logs print it.</summary>
    private static void Check(string text, string parameter)
    {
        WellFormed.Check(text, parameter);
        if (text.Length > MaxLength)
        {
            throw new ArgumentException($"the name of a tool has at most {MaxLength} characters, and this one {text.Length}", parameter);
        }

        if (!VisibleText.Is(text))
        {
            throw new ArgumentException("the name of a tool holds a character that cannot be seen", parameter);
        }
    }
}
