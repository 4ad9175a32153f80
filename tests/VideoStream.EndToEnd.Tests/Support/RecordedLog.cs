using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Keeps what a service logs, in place of its own log.</summary>
internal sealed class RecordedLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new(), _failures = new();

    /// <summary>Each line.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Those with an exception, and that.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = $"{logLevel}: {formatter(state, exception)}";
        _lines.Enqueue(line);
        if (exception is not null)
            _failures.Enqueue($"{line}: {exception}");
    }

    public void Dispose()
    {
    }
}
