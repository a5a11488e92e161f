using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AgentGuard.Tests.Policies;

/// <summary>A log that remembers its lines and says when one of an event comes.</summary>
internal sealed class LogRecorder : ILogger<PolicyBundleProvider>
{
    private readonly ConcurrentQueue<(string? Event, string Line)> _lines = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = [];

    public IEnumerable<string> Of(string eventName) => _lines.Where(line => line.Event == eventName).Select(line => line.Line);

    /// <summary>Completes at the next line of an event.</summary>
    public Task Next(string eventName) =>
        (_awaited[eventName] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((eventId.Name, $"{logLevel}: {formatter(state, exception)}"));
        if (_awaited.TryRemove(eventId.Name ?? "", out TaskCompletionSource? awaited))
        {
            awaited.SetResult();
        }
    }
}
