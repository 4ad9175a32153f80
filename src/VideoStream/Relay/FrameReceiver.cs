using System.Threading.Channels;
using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>Receives the frames that are published of one variant. Where they come faster than they are taken, the newest count.</summary>
internal sealed partial class FrameReceiver : IAsyncDisposable
{
    /// <summary>A second of H.264, whose frames depend on each other, and whose reader is never that far behind.</summary>
    private const int Capacity = 32;

    private readonly RelayedStream _stream;
    private readonly INatsSub<IncomingFrame> _subscription;
    private readonly ILogger _logger;
    private Task _running = Task.CompletedTask;

    private FrameReceiver(RelayedStream stream, string variant, INatsSub<IncomingFrame> subscription, ILogger logger) =>
        (_stream, Variant, _subscription, _logger) = (stream, variant, subscription, logger);

    /// <summary>The name of the variant.</summary>
    public string Variant { get; }

    /// <summary>Subscribes, and begins to receive.</summary>
    public static async Task<FrameReceiver> StartAsync(
        RelayedStream stream, string variant, ILogger logger, CancellationToken cancellationToken)
    {
        INatsSub<IncomingFrame> subscription = await stream.Upstream.Server.Connection.SubscribeCoreAsync(
            stream.Upstream.Subjects.Frames(variant),
            serializer: IncomingFrameReader.Instance,
            opts: new NatsSubOpts { ChannelOpts = new() { Capacity = Capacity, FullMode = BoundedChannelFullMode.DropOldest } },
            cancellationToken: cancellationToken);
        var receiver = new FrameReceiver(stream, variant, subscription, logger);
        receiver._running = Task.Run(receiver.RunAsync, CancellationToken.None);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _subscription.DisposeAsync();
            await _running;
        }
        catch (Exception e) when (e.IsOfConnection(CancellationToken.None))
        {
            // It is not subscribed to any more when the connection is made anew.
        }
    }

    private async Task RunAsync()
    {
        await foreach (NatsMsg<IncomingFrame> message in _subscription.Msgs.ReadAllAsync())
        {
            if (message.Data is not { } received)
                continue;
            try
            {
                Add(received);
            }
            catch (Exception e)
            {
                // The next one may be good.
                LogFailed(_logger, e, Variant);
            }
        }
    }

    private void Add(IncomingFrame received)
    {
        FrameEnvelope envelope = received.Envelope;
        // The server keeps what it can't send: megabytes, and thus seconds. A new connection begins with what is new.
        if (_stream.Upstream.State?.Instance == envelope.Instance
            && _stream.Upstream.DelayOf(envelope.PublishedAt) is { } delay
            && _stream.Links.OnFrame(envelope.Instance, this, received.Bytes.Bytes.Length, delay, envelope.FollowsSkipped))
            DropBacklog();
        _stream.Add(received);
    }

    private void DropBacklog()
    {
        if (_stream.Upstream.Server.TryDropBacklog())
            _stream.Links.OnConnecting();
    }
}
