using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentGuard.Testing;

/// <summary>
/// A chat model that plays a script: each request is answered with the next turn. It needs no key and no network,
/// so a whole pipeline with real tool-call machinery runs in a unit test.
/// </summary>
public sealed class ScriptedChatClient : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("scripted");
    private readonly Lock _lock = new();
    private readonly Queue<Func<IReadOnlyList<ChatMessage>, ChatMessage>> _turns = new();
    private readonly List<IReadOnlyList<ChatMessage>> _requests = [];
    private int _calls;

    /// <summary>What the model was shown, request by request.</summary>
    public IReadOnlyList<IReadOnlyList<ChatMessage>> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The tools that the model was offered in the newest request.</summary>
    public IReadOnlyList<AITool> Tools { get; private set; } = [];

    /// <summary>The next turn says something.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Says(string text) => Turn(_ => new ChatMessage(ChatRole.Assistant, text));

    /// <summary>The next turn calls a tool.</summary>
    /// <param name="tool">The function's name, as the model sees it.</param>
    /// <param name="arguments">An object whose properties are the arguments; null for none.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Calls(string tool, object? arguments = null) => Calls((tool, arguments));

    /// <summary>The next turn calls several tools at once.</summary>
    /// <param name="calls">Names and arguments.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Calls(params (string Tool, object? Arguments)[] calls) => Turn(_ => new ChatMessage(
        ChatRole.Assistant,
        [.. calls.Select(call => (AIContent)new FunctionCallContent($"call_{Interlocked.Increment(ref _calls)}", call.Tool, ScenarioJson.Dictionary(call.Arguments)))]));

    /// <summary>The next turn is made from what the model was shown.</summary>
    /// <param name="turn">Makes the model's message.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Turn(Func<IReadOnlyList<ChatMessage>, ChatMessage> turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        lock (_lock)
        {
            _turns.Enqueue(turn);
        }

        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The script has no more turns.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new ChatResponse(Next(messages, options)));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The script has no more turns.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatMessage message = Next(messages, options);
        string id = $"message_{Requests.Count}";
        foreach (AIContent content in message.Contents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return new ChatResponseUpdate(message.Role, [content]) { MessageId = id, ResponseId = id };
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A script holds nothing.
    }

    private ChatMessage Next(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        IReadOnlyList<ChatMessage> shown = [.. messages];
        lock (_lock)
        {
            _requests.Add(shown);
            Tools = [.. options?.Tools ?? []];
            return _turns.TryDequeue(out Func<IReadOnlyList<ChatMessage>, ChatMessage>? turn)
                ? turn(shown)
                : throw new InvalidOperationException($"the script has no turn {_requests.Count}: the model was asked once more than it was written");
        }
    }
}
