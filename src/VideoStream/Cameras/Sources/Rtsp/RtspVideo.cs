using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Passed;
using VideoStream.Cameras.Sources.Rtsp.Rtp;
using VideoStream.Configuration;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>
/// Reads the H.264 of an RTSP camera over one TCP connection, as access units in Annex B form. It is not read by ffmpeg, whose parser ends
/// an access unit when the next one begins: one frame late. Here the marker bit of the last packet ends it.
/// The connection's own thread makes all calls.
/// </summary>
/// <param name="url">The address of the camera.</param>
/// <param name="options">The options of the camera.</param>
/// <param name="time">The clock.</param>
internal sealed class RtspVideo(CameraUrl url, CameraOptions options, TimeProvider time) : IPassedVideo
{
    /// <summary>The time limit for connecting and for all responses until the camera plays.</summary>
    public static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(8);

    private RtspOpening? _opening;
    private RtspKeepAlive? _keepAlive;
    private SilenceWatch? _silence;
    private H264Depacketizer? _video;
    private CancellationTokenRegistration _abort;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Unit => _video!.Unit.Bytes;

    /// <summary>Whether decoding can begin with the unit (IDR).</summary>
    public bool IsKeyFrame => _video!.Unit.IsKeyFrame;

    /// <summary>Whether other frames may refer to the unit.</summary>
    public bool IsReference => _video!.Unit.IsReference;

    /// <summary>Whether packets were lost, or a unit was dropped, since the unit before: one that was damaged, or too long.</summary>
    public bool FollowsLoss => _video!.FollowsLoss;

    /// <inheritdoc/>
    public string? Unsupported { get; private set; }

    private RtspConnection Connection => _opening!.Connection!;

    /// <summary>Opens the camera.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public PassedOpenResult Open(CancellationToken cancellationToken)
    {
        if (RtspTarget.Of(url) is not { } home)
            return PassedOpenResult.NotSupported("has an address that can't be read");
        using var timeout = new CancellationTokenSource(OpenTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        _opening = new RtspOpening(url, home, new RtspConnector(home, options.TrustedCertificate, time));
        PassedOpenResult result;
        try
        {
            result = _opening.Run(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CameraFault(CameraFaultKind.NoAnswer, _opening.Display);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (timeout.IsCancellationRequested)
            return TooSlow();
        if (!result.IsOk)
            return result;
        Start(cancellationToken);
        return PassedOpenResult.Ok;
    }

    /// <summary>Blocks until the next access unit is complete.</summary>
    /// <param name="cancellationToken">The same as for <see cref="Open"/>.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SourceResult Read(CancellationToken cancellationToken)
    {
        while (true)
        {
            RtspItem item = Next();
            cancellationToken.ThrowIfCancellationRequested();
            if (item == RtspItem.Packet && IsGoodbye())
                return new CameraFault(CameraFaultKind.EndOfStream, _opening!.Display);
            if (item == RtspItem.Packet && AddPacket())
                return UnitResult();
            if (item == RtspItem.Message && ReadMessage(Connection.Received.Message))
                continue;
            if (item != RtspItem.Packet)
                return FaultOf(item);
        }
    }

    /// <summary>Ends the session and the connection.</summary>
    public void Dispose()
    {
        _abort.Dispose();
        _silence?.Dispose();
        _keepAlive?.Dispose();
        if (_opening is { Session: { } session, Requester: var requester })
            requester.PostLast(session.Request("TEARDOWN"));
        _opening?.Connection?.Dispose();
        _opening = null;
    }

    private CameraFault TooSlow()
    {
        bool hasAnswered = _opening!.Connection is not null && _opening.Requester.HasAnswered;
        return new CameraFault(hasAnswered ? CameraFaultKind.SlowAnswer : CameraFaultKind.Mute, _opening.Display);
    }

    private void Start(CancellationToken cancellationToken)
    {
        var sets = new ParameterSets();
        sets.AddKnown(_opening!.Media.ParameterSets);
        _video = new H264Depacketizer(_opening.Media.PayloadType, sets);
        _keepAlive = new RtspKeepAlive(_opening.Requester, _opening.Session!, _opening.KnowsGetParameter, time);
        _silence = new SilenceWatch(FfmpegArguments.SocketTimeout(options), time, Connection.Abort);
        _abort = cancellationToken.UnsafeRegister(connection => ((RtspConnection)connection!).Abort(), Connection);
    }

    private RtspItem Next()
    {
        try
        {
            return Connection.Received.Next();
        }
        catch (Exception e) when (RtspConnection.IsFailure(e))
        {
            return RtspItem.Cut;
        }
    }

    /// <summary>RTCP is on the next channel. A camera whose film has ended keeps the connection open.</summary>
    private bool IsGoodbye() =>
        Connection.Received.Channel == _opening!.Session!.Channel + 1 && RtcpPackets.HasGoodbye(Connection.Received.Packet);

    /// <summary>Adds the packet.</summary>
    /// <returns>Whether there is a result.</returns>
    private bool AddPacket()
    {
        RtspReceiver received = Connection.Received;
        if (received.Channel != _opening!.Session!.Channel || !RtpPacket.TryRead(received.Packet, out RtpPacket packet))
            return false;
        _silence!.Hear();
        PacketResult result = _video!.Add(packet);
        if (result == PacketResult.CompleteBefore)
            received.Unread();
        if (result == PacketResult.Unsupported)
            Unsupported = $"sends H.264 in packets of type {packet.Payload[0] & 0x1F}, which are not supported";
        else if (_video.Unit.IsTooLong)
            Unsupported = AccessUnit.TooLong;
        return result != PacketResult.Added || Unsupported is not null;
    }

    private SourceResult UnitResult() =>
        Unsupported is null ? SourceResult.Ok : new CameraFault(CameraFaultKind.BrokenStream, _opening!.Display, $"it {Unsupported}");

    /// <returns>Whether the camera goes on.</returns>
    private bool ReadMessage(RtspMessage message)
    {
        if (message.IsResponse)
            return _keepAlive!.Read(message);
        Connection.Answer(message);
        return message.Method is not ("TEARDOWN" or "REDIRECT");
    }

    private CameraFault FaultOf(RtspItem item)
    {
        if (_silence!.IsSilent)
            return new CameraFault(CameraFaultKind.StalledTooLong);
        return item switch
        {
            RtspItem.Ended or RtspItem.Message => new(CameraFaultKind.EndOfStream, _opening!.Display),
            RtspItem.NotRtsp => new(CameraFaultKind.BrokenStream, _opening!.Display, "neither packets nor messages of RTSP"),
            _ => RtspFaults.Of(item, hasAnswered: true, _opening!.Display),
        };
    }
}
