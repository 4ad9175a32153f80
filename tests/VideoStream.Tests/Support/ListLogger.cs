using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace VideoStream.Tests.Support;

/// <summary>Keeps what was logged, and lets a test wait for it.</summary>
internal sealed class ListLogger<T> : ILogger<T>
{
    private readonly Channel<(LogLevel Level, string Message)> _entries = Channel.CreateUnbounded<(LogLevel, string)>();

    /// <summary>The exceptions that were logged.</summary>
    public ConcurrentQueue<Exception> Exceptions { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
            Exceptions.Enqueue(exception);
        _entries.Writer.TryWrite((logLevel, formatter(state, exception)));
    }

    public Task<(LogLevel Level, string Message)> NextAsync() =>
        Limit.Within(_entries.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());

    /// <summary>What was logged and not yet asked for.</summary>
    public List<(LogLevel Level, string Message)> Rest()
    {
        var rest = new List<(LogLevel, string)>();
        while (_entries.Reader.TryRead(out var entry))
            rest.Add(entry);
        return rest;
    }
}
