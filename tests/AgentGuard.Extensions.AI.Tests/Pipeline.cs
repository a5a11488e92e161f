using System.Collections.Concurrent;
using AgentGuard.Testing;
using Microsoft.Extensions.AI;
using static AgentGuard.Principal;

namespace AgentGuard.Extensions.AI.Tests;

/// <summary>A guarded pipeline with a scripted model, its conversation, and what its tools did.</summary>
internal sealed class Pipeline : IDisposable
{
    private readonly InMemoryAuditStore _audit = new();
    private readonly bool _ownsGuard;

    public Pipeline(
        bool streaming = false,
        ToolCallGuard? guard = null,
        Func<IChatClient, IChatClient>? model = null,
        Func<IChatClient, IChatClient>? invoke = null,
        Action<GuardedChatOptions>? configure = null)
    {
        Streaming = streaming;
        _ownsGuard = guard is null;
        Guard = guard ?? ToolCallGuard.FromPolicies("policies", options =>
        {
            options.TimeProvider = Clock;
            options.ReloadOnChange = false;
            options.AuditStore = _audit;
        });
        Client = (model?.Invoke(Model) ?? Model).WithAgentGuard(Guard, invoke ?? (inner => Invoking = new FunctionInvokingChatClient(inner)), configure);
        Options = new ChatOptions { Tools = [Tool("echo"), Tool("pay"), Tool("send"), Tool("wire"), Tool("drop")] };
    }

    public bool Streaming { get; }

    public ScriptedChatClient Model { get; } = new();

    public ToolCallGuard Guard { get; }

    public IChatClient Client { get; }

    public FunctionInvokingChatClient Invoking { get; private set; } = null!;

    public ScenarioClock Clock { get; } = new();

    public ChatOptions? Options { get; set; }

    public List<ChatMessage> History { get; } = [];

    /// <summary>Each run of a tool's body, as <c>name(amount)</c>.</summary>
    public ConcurrentQueue<string> Ran { get; } = new();

    public IReadOnlyList<AuditEntry> Audit => _audit.Entries;

    /// <summary>The calls that the newest answer left open.</summary>
    public IReadOnlyList<ToolApprovalRequestContent> Asked { get; private set; } = [];

    public string ApprovalId => (string)Asked.Select(request => request.AdditionalProperties?[HeldCall.ApprovalId]).First(id => id is not null)!;

    public static AgentScope Begin(GuardSession? session = null) => AgentScope.Begin(session ?? GuardSession.Create(), User("alice"), Agent("bot"));

    public AIFunction Tool(string name) => AIFunctionFactory.Create(
        (long amount) =>
        {
            Ran.Enqueue($"{name}({amount})");
            return $"{name} did {amount}";
        },
        name);

    public Task<ChatResponse> SayAsync(string words, CancellationToken cancellationToken = default)
    {
        History.Add(new ChatMessage(ChatRole.User, words));
        return AskAsync(cancellationToken);
    }

    /// <summary>Answers every open request and goes on.</summary>
    public Task<ChatResponse> AnswerAsync(bool approved, string? reason = null)
    {
        History.Add(new ChatMessage(ChatRole.User, [.. Asked.Select(request => request.CreateResponse(approved, reason))]));
        return AskAsync();
    }

    public async Task<ChatResponse> AskAsync(CancellationToken cancellationToken = default)
    {
        ChatResponse response = await AskAsync(Client, History, cancellationToken);
        History.AddRange(response.Messages);
        Asked = [.. response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>()];
        return response;
    }

    public async Task<ChatResponse> AskAsync(IChatClient client, IEnumerable<ChatMessage> messages, CancellationToken cancellationToken = default) => Streaming
        ? await client.GetStreamingResponseAsync(messages, Options, cancellationToken).ToChatResponseAsync(cancellationToken)
        : await client.GetResponseAsync(messages, Options, cancellationToken);

    /// <summary>What the model was told about a call in its newest request.</summary>
    public string Told(string callId = "call_1") =>
        Model.Requests[^1].SelectMany(message => message.Contents).OfType<FunctionResultContent>().Last(result => result.CallId == callId).Result?.ToString() ?? "";

    public void Dispose()
    {
        Client.Dispose();
        if (_ownsGuard)
        {
            Guard.Dispose();
        }
    }
}
