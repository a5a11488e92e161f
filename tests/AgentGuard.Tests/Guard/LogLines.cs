using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AgentGuard.Tests.Guard;

/// <summary>Everything that was logged, exceptions included; or a log that fails at every line.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public bool Fails { get; set; }

    public string All => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => Fails ? throw new InvalidOperationException("the log is broken") : true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (Fails)
        {
            throw new InvalidOperationException("the log is broken");
        }

        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
