using System.Globalization;
using Microsoft.Extensions.Logging;

namespace AgentGuard.Cli;

/// <summary>Log messages as plain lines. What the protocol's SDK has to say for its own developers is left out unless everything is wanted.</summary>
internal sealed class LineLoggerFactory(TextWriter writer, LogLevel least) : ILoggerFactory
{
    private readonly Lock _lock = new();

    /// <summary>What each level is called.</summary>
    public static OrderedDictionary<string, LogLevel> Levels { get; } = new(StringComparer.Ordinal)
    {
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["warn"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
        ["none"] = LogLevel.None,
    };

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        new LineLogger(this, categoryName.StartsWith("AgentGuard", StringComparison.Ordinal) || least <= LogLevel.Debug ? least : LogLevel.None);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("lines are written to one place");

    /// <inheritdoc/>
    public void Dispose()
    {
        // The writer belongs to the console.
    }

    private void Write(LogLevel level, string message)
    {
        string name = Levels.LastOrDefault(known => known.Value <= level && known.Value != LogLevel.None, Levels.First()).Key;
        lock (_lock)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"agentguard {name}: {message}"));
            writer.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerFactory owner, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && least != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Write(logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)}: {exception.Message}");
            }
        }
    }
}
