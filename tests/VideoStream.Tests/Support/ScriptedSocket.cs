using System.Net.WebSockets;
using System.Threading.Channels;

namespace VideoStream.Tests.Support;

/// <summary>A WebSocket without a connection, whose client is the test.</summary>
internal sealed class ScriptedSocket : WebSocket
{
    private readonly Channel<Incoming> _incoming = Channel.CreateUnbounded<Incoming>();
    private readonly Channel<(WebSocketMessageType Type, byte[] Bytes)> _sent = Channel.CreateUnbounded<(WebSocketMessageType, byte[])>();
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketCloseStatus? _closeStatus;
    private WebSocketState _state = WebSocketState.Open;

    public override WebSocketCloseStatus? CloseStatus => _closeStatus;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    /// <summary>What each send throws; null while none does.</summary>
    public Exception? SendFailure { get; set; }

    /// <summary>Whether a send waits until the socket is aborted, as to a client that reads nothing.</summary>
    public bool SendsWait { get; set; }

    /// <summary>Whether a send waits.</summary>
    public bool IsSending { get; private set; }

    /// <summary>The client sends a whole text message.</summary>
    public void Deliver(string text) => Deliver(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The client sends a message, or a part of one.</summary>
    public void Deliver(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text, bool isEnd = true) =>
        _incoming.Writer.TryWrite(new(bytes, type, isEnd));

    /// <summary>The client sends its close frame.</summary>
    public void DeliverClose() => Deliver([], WebSocketMessageType.Close);

    /// <summary>The receive that comes next throws.</summary>
    public void FailReceive(Exception failure) => _incoming.Writer.TryWrite(new([], default, true, failure));

    /// <summary>Waits for what the service sends next: a close frame has its status as bytes.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Bytes)> NextAsync() =>
        await Limit.Within(_sent.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());

    /// <summary>Waits for the next text message.</summary>
    public async Task<string> NextTextAsync()
    {
        var (type, bytes) = await NextAsync();
        Assert.Equal(WebSocketMessageType.Text, type);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    /// <summary>What was sent and not yet asked for.</summary>
    public int Unread => _sent.Reader.Count;

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Incoming next = await _incoming.Reader.ReadAsync(cancellationToken);
        if (next.Failure is not null)
            throw next.Failure;
        Assert.True(next.Bytes.Length <= buffer.Length, "the test sends larger parts than the buffer");
        next.Bytes.CopyTo(buffer);
        if (next.Type == WebSocketMessageType.Close && _state == WebSocketState.Open)
            _state = WebSocketState.CloseReceived;
        return new(next.Bytes.Length, next.Type, next.IsEnd);
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new(result.Count, result.MessageType, result.EndOfMessage);
    }

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (SendFailure is not null)
            return ValueTask.FromException(SendFailure);
        if (_state == WebSocketState.Aborted)
            return ValueTask.FromException(new OperationCanceledException("aborted"));
        if (SendsWait)
        {
            IsSending = true;
            return new ValueTask(_aborted.Task);
        }

        _sent.Writer.TryWrite((messageType, buffer.ToArray()));
        return ValueTask.CompletedTask;
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        (_closeStatus, _state) = (closeStatus, WebSocketState.CloseSent);
        _sent.Writer.TryWrite((WebSocketMessageType.Close, System.Text.Encoding.UTF8.GetBytes($"{(int)closeStatus} {statusDescription}")));
        return Task.CompletedTask;
    }

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _aborted.TrySetException(new OperationCanceledException("aborted"));
        FailReceive(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
    }

    public override void Dispose() => Abort();

    private sealed record Incoming(byte[] Bytes, WebSocketMessageType Type, bool IsEnd, Exception? Failure = null);
}
