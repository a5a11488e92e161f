using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>The model's call that is being served in this flow: a function filter is not told its id. What the function's body calls in turn is not the model's.</summary>
internal sealed class ModelCall : IDisposable
{
    private static readonly AsyncLocal<ModelCall?> Ambient = new();
    private readonly ModelCall? _outer = Ambient.Value;
    private readonly KernelFunction _function;
    private readonly KernelArguments? _arguments;

    private ModelCall(AutoFunctionInvocationContext context)
    {
        _function = context.Function;
        _arguments = context.Arguments;
        ToolCallId = context.ToolCallId;
    }

    public string? ToolCallId { get; }

    public static ModelCall Begin(AutoFunctionInvocationContext context) => Ambient.Value = new ModelCall(context);

    /// <summary>The model's call that a function filter sees; null where host code, a template or another function calls.</summary>
    public static ModelCall? Of(FunctionInvocationContext context) =>
        Ambient.Value is { } call && ReferenceEquals(call._function, context.Function) && ReferenceEquals(call._arguments, context.Arguments) ? call : null;

    public void Dispose() => Ambient.Value = _outer;
}
