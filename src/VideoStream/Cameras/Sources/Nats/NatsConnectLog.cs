using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>Hears why the NATS client can't connect. It tries again, and says so only in its log.</summary>
/// <param name="failed">Called with the reason of each failure, in words; null if no server answers.</param>
internal sealed class NatsConnectLog(Action<string?> failed) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is SocketException socket)
            failed(WordsOf(socket.SocketErrorCode));
    }

    public void Dispose()
    {
    }

    private static string? WordsOf(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "the name server of this machine knows no such host",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "this machine has no route there",
        _ => null,
    };
}
