namespace AgentGuard.SemanticKernel;

/// <summary>The model's call that is being served in this flow: a function filter is not told its id.</summary>
internal sealed class ModelCall : IDisposable
{
    private static readonly AsyncLocal<ModelCall?> Ambient = new();
    private readonly ModelCall? _outer = Ambient.Value;

    private ModelCall(string? toolCallId) => ToolCallId = toolCallId;

    public static ModelCall? Current => Ambient.Value;

    public string? ToolCallId { get; }

    public static ModelCall Begin(string? toolCallId) => Ambient.Value = new ModelCall(toolCallId);

    public void Dispose() => Ambient.Value = _outer;
}
