using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentGuard;

/// <summary>The tools that this process has, each once. Immutable.</summary>
internal sealed class RegisteredTools
{
    private readonly Dictionary<ToolId, ToolDefinition> _byId = [];

    /// <summary>Keeps tools; of several with one id the last.</summary>
    public RegisteredTools(IEnumerable<ToolDefinition> tools)
    {
        foreach (ToolDefinition tool in tools)
        {
            _byId[tool.Id] = tool;
        }
    }

    /// <summary>The tools, in the order in which they came.</summary>
    public IReadOnlyCollection<ToolDefinition> All => _byId.Values;

    /// <summary>These and others; null where the others say nothing new. A kernel may be built for each request.</summary>
    public RegisteredTools? With(IReadOnlyList<ToolDefinition> others) =>
        others.All(IsKnown) ? null : new RegisteredTools(_byId.Values.Concat(others));

    private bool IsKnown(ToolDefinition tool) =>
        _byId.TryGetValue(tool.Id, out ToolDefinition? known) && (ReferenceEquals(tool, known) || IsSame(tool.InputSchema, known.InputSchema));

    /// <summary>Nothing but the arguments' schema is looked at, so nothing else matters.</summary>
    private static bool IsSame(JsonElement? left, JsonElement? right) =>
        left is { } one && right is { } other
            ? JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other))
            : left is null && right is null;
}
