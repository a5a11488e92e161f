using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>One end of a connection that says just what a test says, right or wrong, and keeps what it hears.</summary>
internal class ScriptedPeer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Channel<JsonObject> _heard = Channel.CreateUnbounded<JsonObject>();
    private readonly List<JsonObject> _passed = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Stream _input;
    private readonly Stream _output;

    public ScriptedPeer((Stream Input, Stream Output) streams)
    {
        (_input, _output) = streams;
        Ended = Task.Run(ReadAsync);
    }

    /// <summary>Done when the other side has closed its end.</summary>
    public Task Ended { get; }

    /// <summary>Answers a message as it comes; false leaves it to the test.</summary>
    protected virtual Task<bool> AnswerAsync(JsonObject message) => Task.FromResult(false);

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _turn.WaitAsync();
        try
        {
            await _output.WriteAsync(bytes);
            await _output.FlushAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task SendAsync(object message) => SendAsync(JsonSerializer.Serialize(message));

    public Task ReplyAsync(JsonNode? id, object result) => SendAsync(new { jsonrpc = "2.0", id, result });

    public Task FailAsync(JsonNode? id, int code, string message) => SendAsync(new { jsonrpc = "2.0", id, error = new { code, message } });

    public Task NotifyAsync(string method, object? parameters = null) => SendAsync(new { jsonrpc = "2.0", method, @params = parameters ?? new { } });

    /// <summary>The next message that is like this; the ones before it stay for later.</summary>
    public async Task<JsonObject> HearAsync(Func<JsonObject, bool> isWanted)
    {
        if (_passed.Find(message => isWanted(message)) is { } earlier)
        {
            _passed.Remove(earlier);
            return earlier;
        }

        using CancellationTokenSource patience = new(s_patience, TimeProvider.System);
        while (await _heard.Reader.WaitToReadAsync(patience.Token))
        {
            while (_heard.Reader.TryRead(out JsonObject? message))
            {
                if (isWanted(message))
                {
                    return message;
                }

                _passed.Add(message);
            }
        }

        throw new InvalidOperationException($"the other side has gone; it said: {string.Join('\n', _passed.Select(message => message.ToJsonString()))}");
    }

    public Task<JsonObject> HearAsync(string method) => HearAsync(message => (string?)message["method"] == method);

    public Task<JsonObject> HearAnswerAsync(JsonNode? id) => HearAsync(message => message["method"] is null && JsonNode.DeepEquals(message["id"], id));

    /// <summary>What was heard and not asked for, so far.</summary>
    public IReadOnlyList<JsonObject> Rest()
    {
        while (_heard.Reader.TryRead(out JsonObject? message))
        {
            _passed.Add(message);
        }

        return _passed;
    }

    /// <summary>Closes this end, as a process that ends does.</summary>
    public async ValueTask CloseAsync()
    {
        await _output.DisposeAsync();
        await _input.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _turn.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ReadAsync()
    {
        try
        {
            using StreamReader lines = new(_input, leaveOpen: true);
            while (await lines.ReadLineAsync() is { } line)
            {
                JsonObject message = JsonNode.Parse(line)!.AsObject();
                if (!await AnswerAsync(message))
                {
                    _heard.Writer.TryWrite(message);
                }
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or ObjectDisposedException)
        {
            // The test has closed this end.
        }

        _heard.Writer.TryComplete();
    }
}
