using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// Takes the place of a function that the model named and that is not among the conversation's tools, though the layer itself may know one.
/// It never runs and nobody is asked to approve it; the attempt is decided, so that it is written down.
/// </summary>
internal sealed class UnknownFunction(string name, ToolCallGuard guard, Conversation? conversation) : AIFunction, IGuardedTool
{
    private const string Reason = "is not a tool of this conversation";

    public override string Name => name;

    /// <summary>The name is the model's or a server's, which may write one that names no tool.</summary>
    public static ToolId Id(string name)
    {
        try
        {
            return new ToolId(ToolId.LocalToolset, name);
        }
        catch (ArgumentException)
        {
            return new ToolId(ToolId.LocalToolset, "unnamed");
        }
    }

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ModelCall? call = conversation?.Take(name, ToolArguments.From(arguments, JsonSerializerOptions));
        ToolCallRequest request = new()
        {
            Tool = new ToolDefinition(Id(name)),
            Arguments = ToolArguments.Invalid($"`{name}` {Reason}"),
            Scope = Conversation.ScopeOf(conversation),
            CallId = call?.Content.CallId ?? $"call_{Guid.NewGuid():N}",
        };
        ToolCallAdmission admission = await guard.AdmitAsync(request, cancellationToken).ConfigureAwait(false);
        await admission.DisposeAsync().ConfigureAwait(false);
        return $"Not executed: {name} {Reason}.";
    }
}
