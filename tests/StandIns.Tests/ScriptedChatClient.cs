using System.Runtime.CompilerServices;

namespace StandIns.Tests;

/// <summary>A model that answers from a script, and remembers what it was asked. Streamed, each content is an update of its own.</summary>
internal sealed class ScriptedChatClient(params Func<ScriptedChatClient.Request, ChatResponse>[] script) : IChatClient
{
    public List<Request> Requests { get; } = [];

    // A call that was run is marked, so each response has its own.
    public static Func<Request, ChatResponse> Says(params AIContent[] contents) => _ => new ChatResponse(new ChatMessage(
        ChatRole.Assistant,
        [.. contents.Select(c => c is FunctionCallContent f ? new FunctionCallContent(f.CallId, f.Name, f.Arguments) { InformationalOnly = f.InformationalOnly } : c)]));

    public static Func<Request, ChatResponse> Says(string text) => Says(new TextContent(text));

    public static FunctionCallContent Call(string name, string id = "1", params (string Name, object? Value)[] arguments) =>
        new(id, name, arguments.ToDictionary(a => a.Name, a => a.Value));

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new Request([.. messages], options);
        Requests.Add(request);
        return Task.FromResult(script[Math.Min(Requests.Count, script.Length) - 1](request));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (ChatMessage message in response.Messages)
        {
            foreach (AIContent content in message.Contents)
            {
                yield return new ChatResponseUpdate(message.Role, [content]) { ConversationId = response.ConversationId, MessageId = message.MessageId };
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", defaultModelId: "script") : null;

    public void Dispose()
    {
    }

    internal sealed record Request(List<ChatMessage> Messages, ChatOptions? Options)
    {
        public object? ResultOf(string callId) => Messages
            .SelectMany(m => m.Contents)
            .OfType<FunctionResultContent>()
            .Single(r => r.CallId == callId)
            .Result;
    }
}
