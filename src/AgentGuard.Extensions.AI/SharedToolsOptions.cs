using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// Options whose copies share one list of tools. A layer behind the function-invoking one may copy the options;
/// the seal would close the copy's list, and that layer would look into its own.
/// </summary>
internal sealed class SharedToolsOptions : ChatOptions
{
    private SharedToolsOptions(ChatOptions other)
        : base(other)
    {
    }

    /// <summary>A copy of the host's options. Options of a type of its own keep it, and share no list.</summary>
    public static ChatOptions CopyOf(ChatOptions? options) =>
        options is null || options.GetType() == typeof(ChatOptions) ? new SharedToolsOptions(options ?? new ChatOptions()) : options.Clone();

    public override ChatOptions Clone() => new SharedToolsOptions(this) { Tools = Tools };
}
