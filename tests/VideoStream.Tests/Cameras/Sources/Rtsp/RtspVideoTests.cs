using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Passed;
using VideoStream.Cameras.Sources.Rtsp;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Rtsp;

/// <summary>A camera that plays: its units, what comes between them, and how it ends.</summary>
public sealed class RtspVideoTests : IDisposable
{
    private static readonly byte[] Key = RtpWriter.Slice(isKeyFrame: true), Frame = RtpWriter.Slice(fill: 3, length: 5000);
    private static readonly TimeSpan HalfTimeout = TimeSpan.FromSeconds(20);

    private readonly ObservedTime _time = new();
    private readonly CameraOptions _options = new();

    /// <summary>Bounds the reads that the test's own thread makes, too.</summary>
    private readonly CancellationTokenSource _cancel = new(TimeSpan.FromMinutes(2));

    [Fact]
    public void Its_units_are_read_and_other_channels_are_not()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            peer.Send(peer.Rtp.Unit([Key], [7]));
            peer.Send(channel: 5, [0x80, 200, 0, 0]);
            peer.Send(channel: 4, [1, 2, 3]);
            peer.Send(channel: 9, peer.Rtp.Packet(Key, isMarked: true));
            peer.Rtp.Sequence--;
            peer.Send(peer.Rtp.Unit([Frame], [1400]));
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        Assert.True(video.Read(_cancel.Token).IsOk);
        Assert.Equal(RtpWriter.AnnexB([.. RtspPeer.Sets, Key]), video.Unit.ToArray());
        Assert.Equal((true, true, false), (video.IsKeyFrame, video.IsReference, video.FollowsLoss));
        Assert.True(video.Read(_cancel.Token).IsOk);
        Assert.Equal(RtpWriter.AnnexB(Frame), video.Unit.ToArray());
        Assert.Equal((false, true, false), (video.IsKeyFrame, video.IsReference, video.FollowsLoss));
    }

    [Fact]
    public void Packets_that_come_before_the_response_to_PLAY_are_read()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play(isAllowed: request =>
            {
                if (request.StartsWith("PLAY", StringComparison.Ordinal))
                    peer.Send(peer.Rtp.Unit([Key], [7]));
                return true;
            });
            peer.Send(peer.Rtp.Unit([Frame]));
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        Assert.True(video.Read(_cancel.Token).IsOk);
        Assert.True(video.IsKeyFrame);
        Assert.True(video.Read(_cancel.Token).IsOk);
        Assert.False(video.FollowsLoss);
    }

    [Fact]
    public void Without_markers_a_unit_is_read_when_the_next_one_begins()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            for (int i = 0; i < 5; i++)
                peer.Send(peer.Rtp.Unit([i == 0 ? Key : Frame], isMarked: false));
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        for (int i = 0; i < 4; i++)
        {
            Assert.True(video.Read(_cancel.Token).IsOk);
            Assert.Equal(i == 0 ? RtpWriter.AnnexB([.. RtspPeer.Sets, Key]) : RtpWriter.AnnexB(Frame), video.Unit.ToArray());
        }
    }

    [Fact]
    public void A_unit_after_lost_packets_says_so()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            peer.Send(peer.Rtp.Unit([Key]));
            peer.Send(peer.Rtp.Unit([Frame], [1000]).Where((_, i) => i != 2));
            peer.Send(peer.Rtp.Unit([Key]));
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        Assert.True(video.Read(_cancel.Token).IsOk);
        Assert.True(video.Read(_cancel.Token).IsOk);
        Assert.Equal((true, true), (video.IsKeyFrame, video.FollowsLoss));
    }

    [Theory]
    [InlineData("OPTIONS, GET_PARAMETER", "GET_PARAMETER")]
    [InlineData("OPTIONS, PLAY", "OPTIONS")]
    public async Task The_session_is_kept_while_a_read_is_blocked(string publicMethods, string method)
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play(publicMethods);
            peer.Answer(peer.Read());
            peer.Answer(peer.Read());
            peer.Send(peer.Rtp.Unit([Key]));
            peer.ReadToEnd();
        });
        // The camera may be silent for longer than half of the session's timeout.
        _options.FrameRate = 0.05;
        using RtspVideo video = Open(camera);
        camera.Requests.Clear();
        Task<SourceResult> reading = OwnThread.Run(() => video.Read(_cancel.Token));
        for (int i = 0; i < 2; i++)
        {
            _time.Advance(HalfTimeout - TimeSpan.FromMilliseconds(1));
            Assert.Equal(i, camera.Requests.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Limit.Until(() => camera.Requests.Count == i + 1);
        }

        Assert.True((await Limit.Within(reading)).IsOk);
        string start = $"{method} rtsp://named/cam/ RTSP/1.0\r\n";
        Assert.All(camera.Requests, request => Assert.StartsWith(start, request, StringComparison.Ordinal));
        Assert.All(camera.Requests, request => Assert.Contains("Session: 77\r\n", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_keep_alive_that_is_refused_is_sent_with_a_new_nonce_or_in_another_way()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play("GET_PARAMETER", Digest(peer, nonce: 1));
            peer.Answer(peer.Read(), "401 Unauthorized", "WWW-Authenticate: Digest realm=\"cam\", nonce=\"2\"\r\n");
            peer.Answer(peer.Read(), "501 Not Implemented");
            peer.Write("OPTIONS * RTSP/1.0\r\nCSeq: 9\r\n\r\n");
            peer.ReadToEnd();
        });
        _options.FrameRate = 0.05;
        using RtspVideo video = Open(camera, "ana:s3cret@");
        camera.Requests.Clear();
        Task<SourceResult> reading = OwnThread.Run(() => video.Read(_cancel.Token));
        _time.Advance(HalfTimeout);
        // What answers this has read the refusals.
        camera.WaitFor("RTSP/1.0 200 OK");
        string[] requests = [.. camera.Requests];
        Assert.All(requests[..2], request => Assert.StartsWith("GET_PARAMETER ", request, StringComparison.Ordinal));
        Assert.Contains("nonce=\"1\"", requests[0], StringComparison.Ordinal);
        Assert.Contains("nonce=\"2\"", requests[1], StringComparison.Ordinal);
        _time.Advance(HalfTimeout);
        Assert.Contains("nonce=\"2\"", camera.WaitFor("OPTIONS "), StringComparison.Ordinal);
        await _cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(reading));
    }

    [Fact]
    public void A_request_of_the_camera_among_the_packets_is_answered()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            List<byte[]> packets = peer.Rtp.Unit([Frame], [1000]);
            peer.Send(packets[..2]);
            peer.Write("GET_PARAMETER rtsp://cam/ RTSP/1.0\r\nCSeq: 31\r\nContent-Length: 4\r\n\r\n$abc");
            peer.Write("RECORD rtsp://cam/ RTSP/1.0\r\nCSeq: 32\r\n\r\n");
            peer.Send(packets[2..]);
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        Assert.True(video.Read(_cancel.Token).IsOk);
        Assert.Equal(RtpWriter.AnnexB(Frame), video.Unit.ToArray());
        Assert.Equal("RTSP/1.0 200 OK\r\nCSeq: 31\r\n\r\n", camera.WaitFor("RTSP/1.0 200"));
        Assert.Equal("RTSP/1.0 501 Not Implemented\r\nCSeq: 32\r\n\r\n", camera.WaitFor("RTSP/1.0 501"));
    }

    [Fact]
    public async Task A_silent_camera_is_given_up_after_the_time_limit()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            peer.Send(peer.Rtp.Unit([Key]));
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        Assert.True(video.Read(_cancel.Token).IsOk);
        Task<SourceResult> reading = OwnThread.Run(() => video.Read(_cancel.Token));
        TimeSpan limit = FfmpegArguments.SocketTimeout(_options);
        _time.Advance(limit - TimeSpan.FromMilliseconds(1));
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new CameraFault(CameraFaultKind.StalledTooLong), (await Limit.Within(reading)).Fault);
    }

    [Theory]
    [InlineData("", CameraFaultKind.EndOfStream)]
    [InlineData("$\u0004\0\u0010abc", CameraFaultKind.ConnectionLost)]
    [InlineData("TEARDOWN rtsp://cam/ RTSP/1.0\r\nCSeq: 1\r\n\r\n", CameraFaultKind.EndOfStream)]
    [InlineData("RTSP/1.0 454 Session Not Found\r\nCSeq: 9\r\n\r\n", CameraFaultKind.EndOfStream)]
    [InlineData("\0\0\0\u0001", CameraFaultKind.BrokenStream)]
    public void The_end_of_the_stream_is_the_fault(string bytes, object kind)
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            peer.Send(peer.Rtp.Unit([Key]));
            // In the middle of a unit.
            peer.Send(peer.Rtp.Unit([Frame], [1000])[..2]);
            peer.Write(System.Text.Encoding.Latin1.GetBytes(bytes));
        });
        using RtspVideo video = Open(camera);
        Assert.True(video.Read(_cancel.Token).IsOk);
        Assert.Equal((CameraFaultKind)kind, video.Read(_cancel.Token).Fault?.Kind);
    }

    [Theory]
    [InlineData("81CB000100000007", true)]
    [InlineData("80C8000100000007" + "81CB000100000007", true)]
    [InlineData("80C8000200000007" + "81CB000100000007", false)]
    [InlineData("80C8000900000007" + "81CB000100000007", false)]
    [InlineData("01CB0001", false)]
    [InlineData("", false)]
    public void A_goodbye_of_RTCP_ends_the_stream(string packets, bool isEnd)
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            peer.Send(channel: 5, Convert.FromHexString(packets));
            peer.Send(peer.Rtp.Unit([Key]));
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        Assert.Equal(isEnd ? CameraFaultKind.EndOfStream : null, video.Read(_cancel.Token).Fault?.Kind);
    }

    [Fact]
    public void Packets_that_another_reader_may_understand_are_the_fault_and_the_reason()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            for (int i = 0; i < 3; i++)
                peer.Send(channel: 4, peer.Rtp.Unit([[29, 1, 2, 3]])[0]);
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        Assert.Equal(CameraFaultKind.BrokenStream, video.Read(_cancel.Token).Fault?.Kind);
        Assert.Equal("sends H.264 in packets of type 29, which are not supported", video.Unsupported);
    }

    [Fact]
    public void So_are_frames_that_are_too_long()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            foreach (byte[] packet in peer.Rtp.Unit([RtpWriter.Slice(length: 9 * 1024 * 1024)], [60_000]))
                peer.Send(channel: 4, packet);
            peer.ReadToEnd();
        });
        using RtspVideo video = Open(camera);
        Assert.Equal(CameraFaultKind.BrokenStream, video.Read(_cancel.Token).Fault?.Kind);
        Assert.Equal("sends frames of more than 8 MB", video.Unsupported);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_that_is_cancelled_throws_and_the_session_is_ended(bool isBlocked)
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            if (!isBlocked)
                new Thread(() => Flood(peer)) { IsBackground = true }.Start();
            peer.ReadToEnd();
        });
        using (RtspVideo video = Open(camera))
        {
            Task reading = OwnThread.Run(() =>
            {
                while (video.Read(_cancel.Token).IsOk)
                {
                }
            });
            await _cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(reading));
        }

        string request = camera.WaitFor("TEARDOWN");
        Assert.StartsWith("TEARDOWN rtsp://named/cam/ RTSP/1.0\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Session: 77\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_costs_no_allocation()
    {
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Play();
            byte[] large = RtpWriter.Slice(length: 50_000);
            while (true)
                peer.Send(peer.Rtp.Unit([.. RtspPeer.Sets, large], [1400]));
        });
        using RtspVideo video = Open(camera);
        for (int i = 0; i < 100; i++)
            Assert.True(video.Read(_cancel.Token).IsOk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int read = 0;
        while (read < 200 && video.Read(_cancel.Token).IsOk)
            read++;
        Assert.Equal((200, 0L), (read, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    public void Dispose() => _cancel.Dispose();

    /// <summary>Sends as fast as it can, so that a read is never blocked.</summary>
    private static void Flood(RtspPeer peer)
    {
        try
        {
            while (true)
                peer.Send(peer.Rtp.Unit([Frame], [1400]));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has closed the connection.
        }
    }

    private static Func<string, bool> Digest(RtspPeer peer, int nonce) => request =>
    {
        bool isAllowed = request.Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal);
        if (!isAllowed)
            peer.Answer(request, "401 Unauthorized", $"WWW-Authenticate: Digest realm=\"cam\", nonce=\"{nonce}\"\r\n");
        return isAllowed;
    };

    private RtspVideo Open(ScriptedRtspCamera camera, string user = "")
    {
        var video = new RtspVideo(camera.Url(user), _options, _time);
        PassedOpenResult result = video.Open(_cancel.Token);
        Assert.True(result.IsOk, result.Fault?.Text ?? result.Unsupported);
        return video;
    }
}
