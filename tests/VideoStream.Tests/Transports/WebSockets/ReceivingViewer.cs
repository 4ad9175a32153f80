using System.Collections.Concurrent;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets;

/// <summary>A receive loop whose client is the test. Its answers are taken at once.</summary>
public abstract class ReceivingViewer : IAsyncDisposable
{
    private readonly Outbox _outbox;
    private readonly ReceiveLimits _limits;

    private protected ReceivingViewer(AccessGrant? grant = null)
    {
        Viewer = Rig.Admit(grant: grant);
        _outbox = new Outbox(TakeAnswers);
        var parser = new ClientMessageParser(new SettingTable(new VideoStreamOptions()));
        _limits = new ReceiveLimits(Viewer, Rig.Time);
        Receiver = new MessageReceiver(Viewer, Socket, parser, _outbox, _limits);
    }

    private protected CameraRig Rig { get; } = new();

    private protected ScriptedSocket Socket { get; } = new();

    private protected ConcurrentQueue<ServerMessage> Answers { get; } = new();

    private protected Viewer Viewer { get; }

    private protected MessageReceiver Receiver { get; }

    public async ValueTask DisposeAsync()
    {
        _limits.Dispose();
        Viewer.Dispose();
        await Rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs the loop over all that was delivered and a close frame behind it.</summary>
    private protected Task<CloseReason> ReceiveAllAsync()
    {
        Socket.DeliverClose();
        return Limit.Within(Receiver.RunAsync());
    }

    private protected async Task<Task> SendAsync(int frames)
    {
        var sink = new ScriptedSink();
        Task sending = Viewer.SendAsync(sink);
        for (int i = 1; i <= frames; i++)
        {
            Rig.Publish();
            Assert.Equal($"frame {i}", await sink.NextAsync());
        }

        return sending;
    }

    private protected async Task EndAsync(Task sending)
    {
        Viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(sending);
    }

    private void TakeAnswers()
    {
        while (_outbox.TryTakeAnswer(out ServerMessage? answer))
            Answers.Enqueue(answer);
    }
}
