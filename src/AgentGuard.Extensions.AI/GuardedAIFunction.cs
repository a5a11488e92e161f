using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// The enforcement: right before a function's body runs, its call is decided, on a snapshot of the arguments, and the body gets the decided ones.
/// A refusal is returned as text: an exception's message could reach the model, and a null would be told to it as a success.
/// </summary>
internal sealed class GuardedAIFunction(AIFunction function, ToolCallGuard guard, Conversation? conversation) : DelegatingAIFunction(function), IGuardedTool
{
    /// <summary>The function without this guard.</summary>
    public AIFunction Unguarded => InnerFunction;

    public bool IsGuardedBy(ToolCallGuard other) => ReferenceEquals(guard, other);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        string? fault = ToolDefinitions.FindFault(InnerFunction);
        ToolArguments snapshot = fault is null ? ToolArguments.From(arguments, JsonSerializerOptions) : ToolArguments.Invalid(fault);
        ModelCall? call = conversation?.Take(Name, snapshot);
        ToolCallRequest request = new()
        {
            Tool = ToolDefinitions.Of(InnerFunction),
            Arguments = call?.Content.Exception is null ? snapshot : FunctionCalls.Arguments(call.Content),
            Scope = Conversation.ScopeOf(conversation),
            CallId = call?.Content.CallId ?? $"call_{Guid.NewGuid():N}",
            ApprovalId = call?.ApprovalId,
            IsOuterLayer = InnerFunction.GetService<IGuardedTool>() is not null,
        };

        // A stream that yields loses the ambient scope; sub-agents that the body starts must find it.
        using IDisposable? scope = request.Scope?.Enter();
        ToolCallOutcome outcome = await guard.InvokeAsync(request, RunAsync, cancellationToken).ConfigureAwait(false);
        return outcome.Result switch
        {
            null => fault is null ? outcome.Text : ToolDefinitions.FaultText,
            { IsChanged: true } changed => FunctionResults.Compose(changed.Forms),
            { } result => result.Value,
        };

        async ValueTask<ToolResult> RunAsync(JsonElement decided, CancellationToken token)
        {
            AIFunctionArguments passed = new(FunctionCalls.Members(decided))
            {
                Services = arguments.Services,
                Context = arguments.Context,
            };
            object? result = await InnerFunction.InvokeAsync(passed, token).ConfigureAwait(false);
            return FunctionResults.Decompose(FunctionResults.ReadOnce(result), JsonSerializerOptions);
        }
    }
}
