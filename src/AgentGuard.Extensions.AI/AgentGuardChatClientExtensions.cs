using AgentGuard;
using AgentGuard.Extensions.AI;

namespace Microsoft.Extensions.AI;

/// <summary>Puts a guard around a chat client's tool calls.</summary>
public static class AgentGuardChatClientExtensions
{
    private const string FunctionInvokingClient = "Microsoft.Extensions.AI.FunctionInvokingChatClient, Microsoft.Extensions.AI";

    /// <summary>
    /// Guards every function that a pipeline calls. The function-invoking layer is given as a factory, because the guard stands on both sides of it.
    /// </summary>
    /// <param name="model">The model, or a pipeline that does not invoke functions itself.</param>
    /// <param name="guard">The guard. It is not disposed with the client.</param>
    /// <param name="invokeFunctions">Makes the layer that invokes functions, <c>inner => new FunctionInvokingChatClient(inner)</c>.</param>
    /// <param name="configure">Changes options; null for the defaults.</param>
    /// <returns>The guarded client.</returns>
    /// <exception cref="ArgumentException"><paramref name="model"/> invokes functions already, out of the guard's sight, the factory does not use the client that it is given.</exception>
    /// <exception cref="PolicyBundleException">The guard's policies do not fit <see cref="GuardedChatOptions.Tools"/>.</exception>
    public static IChatClient WithAgentGuard(
        this IChatClient model,
        ToolCallGuard guard,
        Func<IChatClient, IChatClient> invokeFunctions,
        Action<GuardedChatOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(guard);
        ArgumentNullException.ThrowIfNull(invokeFunctions);
        if (InvokesFunctions(model))
        {
            throw new ArgumentException(
                "this client invokes functions already, where the guard cannot see them: build it without UseFunctionInvocation, and give that layer to WithAgentGuard",
                nameof(model));
        }

        GuardedChatOptions options = new();
        configure?.Invoke(options);
        guard.RegisterTools(options.Tools.OfType<AIFunction>().Select(ToolDefinitions.Of));
        ToolSeal seal = new(guard, new HostedTools(options));
        PendingCalls pending = new(options);
        HoldingChatClient inner = new(model, guard, pending, seal);
        IChatClient invoking = invokeFunctions(inner);
        if (!ReferenceEquals(invoking?.GetService(typeof(HoldingChatClient)), inner))
        {
            throw new ArgumentException("the function-invoking layer does not pass on to the client that it was given", nameof(invokeFunctions));
        }

        return new GuardedChatClient(invoking, guard, pending, seal, options.TakeUserMessages);
    }

    /// <summary>Says which toolset a function belongs to: the deployer's key, for example of an MCP server. A function without one is in <c>local</c>.</summary>
    /// <param name="function">The function.</param>
    /// <param name="toolset">The toolset's key, without a dot.</param>
    /// <param name="name">The tool's name in it; null for the function's own, which the model goes on to use.</param>
    /// <returns>The same function, in the toolset.</returns>
    /// <exception cref="ArgumentException">The key is reserved, or one of the names is empty or has a dot.</exception>
    public static AIFunction InToolset(this AIFunction function, string toolset, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new ToolsetFunction(function, new ToolId(toolset, name ?? function.Name));
    }

    /// <summary>
    /// Says what a function is, where it does not show all of that itself: a tool of an MCP client keeps its server's annotations to itself, and a pin in the
    /// catalog is of those as well. The model goes on to see the function as it is.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="definition">What it is decided as; of a tool of an MCP server, what the server says of it, under the deployer's key of that server.</param>
    /// <returns>The same function, defined so.</returns>
    public static AIFunction DefinedAs(this AIFunction function, ToolDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(definition);
        return new ToolsetFunction(function, definition.Id) { Definition = definition };
    }

    /// <summary>
    /// Guards one function, wherever it is invoked from. For runtimes that take functions rather than a chat client;
    /// where the runtime knows approvals, wrap once more: <c>new ApprovalRequiredAIFunction(function.WithAgentGuard(guard))</c>.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="guard">The guard.</param>
    /// <returns>The guarded function.</returns>
    public static AIFunction WithAgentGuard(this AIFunction function, ToolCallGuard guard)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(guard);
        return new GuardedAIFunction(function, guard, conversation: null);
    }

    /// <summary>That type is in a package that this one does without; where it is not loaded, no client is of it.</summary>
    private static bool InvokesFunctions(IChatClient client) =>
        Type.GetType(FunctionInvokingClient, throwOnError: false) is { } type && client.GetService(type) is not null;
}
