using System.Net.WebSockets;
using VideoStream.Frames;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// A stream under a WebSocket whose writes go past the web server. There are two writers. The WebSocket writes each text, ping and close
/// frame with one call. The viewer's sender writes whole binary messages from the buffer that all viewers share. Only one of them writes
/// at a time, so messages do not mix.
/// </summary>
/// <param name="upgraded">The web server's stream. It is read from, and never written to.</param>
/// <param name="writer">Writes to the connection.</param>
internal sealed class DirectStream(Stream upgraded, DirectWriter writer) : ClientStream(upgraded)
{
    private const byte FinalClose = 0x88;

    private readonly WriteTurn _turn = new();
    private bool _isClosed;

    /// <summary>A frame follows soon: asks the processor for what that needs.</summary>
    /// <param name="ahead">As <see cref="IFrameSink.Prefetch"/> says.</param>
    public void Prefetch(int ahead)
    {
        if (ahead > 1)
        {
            CachePrefetch.Of(writer);
            CachePrefetch.Of(_turn, lines: 1);
        }
        else
        {
            writer.Prefetch();
        }
    }

    /// <summary>
    /// Sends what the kernel takes at once of a message. Unless it was all, <see cref="FinishFrameAsync"/> must send the rest.
    /// </summary>
    /// <returns>How far it came; nothing while the WebSocket writes.</returns>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="WebSocketException">The close frame was sent. Nothing may follow it.</exception>
    public SendProgress TrySendFrame(ReadOnlyMemory<byte> frame)
    {
        if (!_turn.TryTake())
            return SendProgress.None;
        SendProgress progress = SendProgress.None;
        try
        {
            ThrowIfClosed();
            progress = writer.TrySend(frame);
        }
        finally
        {
            // Else the WebSocket could write into the middle of the message.
            if (progress != SendProgress.Begun)
                _turn.Release();
        }

        return progress;
    }

    /// <summary>Sends the rest of a message.</summary>
    /// <param name="frame">The whole message.</param>
    /// <param name="progress">What <see cref="TrySendFrame"/> has returned.</param>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="WebSocketException">The close frame was sent. Nothing may follow it.</exception>
    public async ValueTask FinishFrameAsync(ReadOnlyMemory<byte> frame, SendProgress progress)
    {
        if (progress == SendProgress.None)
            await _turn.TakeAsync();
        try
        {
            // What has begun is finished in any case: the writer reads the frame's memory until then.
            if (progress == SendProgress.Begun)
            {
                await writer.FinishAsync();
                return;
            }

            ThrowIfClosed();
            await SendAsync(frame);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Ends the connection behind the last message, so that the client knows that nothing is missing. A client that does not take the end
    /// within the limit gets none.
    /// </summary>
    public async Task EndAsync(TimeSpan limit, TimeProvider time)
    {
        // What is being written now never ends, because nobody reads it.
        if (!_turn.TryTake())
            return;
        _isClosed = true;
        try
        {
            await writer.EndAsync().WaitAsync(limit, time);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // The client is gone, or is about to be cut.
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _turn.TakeAsync();
        try
        {
            _isClosed |= buffer.Span is [FinalClose, ..];
            await SendAsync(buffer);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes are not buffered.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        base.Dispose(disposing);
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw new WebSocketException(WebSocketError.InvalidState, "The socket was closed");
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes) =>
        writer.TrySend(bytes) == SendProgress.Whole ? ValueTask.CompletedTask : writer.FinishAsync();
}
