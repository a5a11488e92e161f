namespace Microsoft.Extensions.AI;

/// <summary>What is sent to the inner client over the iterations of one request.</summary>
internal sealed class Conversation
{
    private bool _lastWasHeldByService;
    private List<ChatMessage>? _history;

    public Conversation(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        Original = [.. messages];
        Options = options;
    }

    public List<ChatMessage> Original { get; }

    public List<ChatMessage> ToSend => _history ?? Original;

    public List<ChatMessage> Produced { get; } = [];

    // The caller's own instance as long as nothing has to change: tools that are added to its list in mid-loop are seen.
    public ChatOptions? Options { get; private set; }

    public int ConsecutiveErrors { get; set; }

    public bool IsHeldByService => !string.IsNullOrWhiteSpace(Options?.ConversationId);

    /// <summary>Takes the response into the history, of which a service that keeps one is sent only what is new.</summary>
    public void Follow(ChatResponse response)
    {
        if (response.ConversationId is not null)
        {
            (_history ??= []).Clear();
            _lastWasHeldByService = true;
        }
        else if (_lastWasHeldByService)
        {
            _history = [.. Original, .. Produced];
            _lastWasHeldByService = false;
        }
        else
        {
            _history ??= [.. Original];
            _history.AddMessages(response);
        }
    }

    public void UpdateOptions(string? conversationId)
    {
        if (Options is null)
        {
            Options = conversationId is null ? null : new ChatOptions { ConversationId = conversationId };
            return;
        }

        bool wasRequired = Options.ToolMode is RequiredChatToolMode;
        if (wasRequired || Options.ConversationId != conversationId || Options.ContinuationToken is not null)
        {
            Options = Options.Clone();
            Options.ToolMode = wasRequired ? null : Options.ToolMode;
            Options.ConversationId = conversationId;
            Options.ContinuationToken = null;
        }
    }

    /// <summary>Before the last request: calls in its response would not be answered any more.</summary>
    public void WithdrawFunctions()
    {
        if (Options?.Tools is not { Count: > 0 } tools || !tools.Any(t => t is AIFunctionDeclaration))
        {
            return;
        }

        List<AITool> rest = [.. tools.Where(t => t is not AIFunctionDeclaration)];
        Options = Options.Clone();
        Options.Tools = rest.Count > 0 ? rest : null;
        Options.ToolMode = rest.Count > 0 ? Options.ToolMode : null;
    }
}
