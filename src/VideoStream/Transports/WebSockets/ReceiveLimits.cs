using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// Limits what a viewer's client sends: messages, parts of them, control frames, and bytes. Takes the client's receipts out of its pongs.
/// Only for the thread that receives.
/// </summary>
internal sealed class ReceiveLimits(Viewer viewer, TimeProvider time) : IDisposable
{
    /// <summary>So that a flood costs little while the close frame is on its way.</summary>
    private static readonly TimeSpan DiscardPause = TimeSpan.FromMilliseconds(10);

    // Fifty a second, and some more for clocks that differ.
    private readonly ReceiveRate _frames = new(160);
    private readonly ReceiveRate _bytes = new(160 * MessageReceiver.MaxMessageBytes);
    private readonly ClientFrames _control = new();

    /// <summary>Counts a message, or a part of one. Closes the viewer if there are too many.</summary>
    /// <returns>False if there are.</returns>
    public bool TryAdmit()
    {
        if (_frames.TryAdmit())
            return true;
        viewer.Close(CloseReason.MessageFlood);
        return false;
    }

    /// <summary>Counts bytes that were received, and the control frames in them. Closes the viewer if there are too many.</summary>
    /// <returns>False if there are: the WebSocket must not see them, because it would answer each ping.</returns>
    public bool TryAdmit(ReadOnlySpan<byte> received)
    {
        if (!_bytes.TryAdmit(received.Length))
        {
            viewer.Close(CloseReason.MessageFlood);
            return false;
        }

        while (_control.TryReadControl(ref received))
        {
            // Receipts were asked for, and so are bounded by the frames that are sent.
            bool isExpected = _control.IsPong && ReceiptPing.TryRead(_control.Content, out long number) && viewer.TryReceive(number);
            if (!isExpected && !TryAdmit())
                return false;
        }

        return true;
    }

    /// <summary>Waits a moment before more of a flood is read.</summary>
    public Task PauseAsync() => Task.Delay(DiscardPause, time, CancellationToken.None);

    public void Dispose()
    {
        _frames.Dispose();
        _bytes.Dispose();
    }
}
