using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Keeps what a service logs with an exception.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _failures = new();

    /// <summary>Each line with its exception.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
            _failures.Enqueue($"{logLevel}: {formatter(state, exception)}: {exception}");
    }

    public void Dispose()
    {
    }
}
