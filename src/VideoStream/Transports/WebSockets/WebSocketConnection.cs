using System.Net.WebSockets;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// A viewer's WebSocket: a send loop and a receive loop. A receive is always pending, because the WebSocket answers pings in it. It is
/// never cancelled in order to close, because that would abort the socket.
/// </summary>
internal sealed partial class WebSocketConnection(
    Viewer viewer, WebSocket socket, WebSocketSink sink, MessageReceiver receiver, ILogger<WebSocketConnection> logger)
{
    /// <summary>Runs the connection to its end. Never throws.</summary>
    public async Task RunAsync()
    {
        Task sending = SendAsync(), receiving = ReceiveAsync();
        // The loop that ends first closes the viewer, which ends the other. If that takes too long, the connection is cut.
        await Task.WhenAll(sending, receiving);
    }

    private async Task SendAsync()
    {
        try
        {
            viewer.OnAsked();
            await sink.AskAsync();
            await viewer.SendAsync(sink);
            await sink.CloseAsync(viewer.CloseReason!);
        }
        catch (Exception e)
        {
            viewer.Close(Classify(e));
            if (viewer.CloseReason != CloseReason.InternalError || !await TryCloseAsync())
                Abort();
        }
        finally
        {
            sink.Complete();
        }
    }

    /// <summary>Sends the close frame of an internal error, if the socket still can.</summary>
    private async Task<bool> TryCloseAsync()
    {
        try
        {
            await sink.CloseAsync(CloseReason.InternalError);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            viewer.Close(await receiver.RunAsync());
        }
        catch (Exception e)
        {
            bool isFirst = viewer.CloseReason is null;
            CloseReason reason = Classify(e);
            viewer.Close(reason);
            // Else a send to a client that is gone could hold its place until it times out.
            if (isFirst && reason == CloseReason.ConnectionLost)
                Abort();
        }
    }

    private CloseReason Classify(Exception e)
    {
        CloseReason reason = ConnectionFailure.Classify(e, socket);
        if (reason == CloseReason.InternalError)
            LogInternalError(e, viewer.Id);
        else
            LogConnectionFailed(e, viewer.Id);
        return reason;
    }

    private void Abort() => viewer.Abort();
}
