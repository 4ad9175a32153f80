using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>What <see cref="HttpReader"/> leaves to ffmpeg, and whether ffmpeg gets the response that is open or opens its own.</summary>
public sealed class FfmpegHandoverTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<bool> _paced = [];
    private readonly PlaylistWatch _watch;
    private OpenBody? _open;

    public FfmpegHandoverTests()
    {
        _watch = new PlaylistWatch(_time);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, false)]
    [InlineData(1000L, true)]
    public void Everything_else_is_read_by_ffmpeg_and_a_file_at_its_own_rate(long? length, bool isPaced)
    {
        using ICameraReader source = Source(new HttpStub(() => HttpStub.Answer("video/mp4", new MemoryStream([1]), length)));
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.Equal([isPaced], _paced);
    }

    [Theory]
    [InlineData("application/x-mpegURL", "#EXTM3U", 7L)]
    [InlineData("application/x-mpegURL", "#EXTM3U", null)]
    [InlineData("application/octet-stream", "#EXTM3U", null)]
    [InlineData("application/dash+xml", "<MPD/>", null)]
    public void The_connection_is_closed_before_ffmpeg_opens_its_own_for_a_playlist(string type, string body, long? length)
    {
        var stub = new HttpStub(() => HttpStub.Answer(type, new MemoryStream(System.Text.Encoding.ASCII.GetBytes(body)), length));
        using ICameraReader source = Source(stub);
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.True(Assert.Single(stub.Connections).IsAborted);
        Assert.Null(_open);
    }

    [Fact]
    public void A_playlist_that_has_stopped_since_the_last_connection_is_a_fault()
    {
        byte[] playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n7.ts\n"u8.ToArray();
        var stub = new HttpStub(() => HttpStub.Answer("application/x-mpegURL", new MemoryStream(playlist)));
        using ICameraReader first = Source(stub);
        Assert.True(first.Open(Cancelled).IsOk);
        _time.Advance(TimeSpan.FromSeconds(4));
        using ICameraReader next = Source(stub);
        Assert.Equal("http://camera: its playlist gets no new segments", next.Open(Cancelled).Fault?.Text);
    }

    [Fact]
    public void A_list_of_playlists_has_stopped_with_the_first_of_them()
    {
        byte[] list = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nbest.m3u8\n"u8.ToArray();
        byte[] playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n7.ts\n"u8.ToArray();
        int asked = 0;
        var stub = new HttpStub(() => HttpStub.Answer("application/x-mpegURL", new MemoryStream(asked++ % 2 == 0 ? list : playlist)));
        using ICameraReader first = Source(stub);
        Assert.True(first.Open(Cancelled).IsOk);
        _time.Advance(TimeSpan.FromSeconds(4));
        using ICameraReader next = Source(stub);
        Assert.Equal("http://camera: its playlist gets no new segments", next.Open(Cancelled).Fault?.Text);
        Assert.Equal(4, asked);
    }

    [Theory]
    [InlineData("mailto:a@b", "what is no address, or out of HTTP, or from https to http")]
    [InlineData("http://[::bad", "what is no address, or out of HTTP, or from https to http")]
    [InlineData("http://127.0.0.1:99999999/a", "what is no address, or out of HTTP, or from https to http")]
    [InlineData("/", "another list")]
    public void A_list_of_playlists_that_leads_nowhere_is_broken(string address, string where)
    {
        byte[] list = System.Text.Encoding.UTF8.GetBytes($"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{address}\n");
        var stub = new HttpStub(() => HttpStub.Answer("application/x-mpegURL", new MemoryStream(list)));
        using ICameraReader reader = Source(stub);
        Assert.Equal($"http://camera: its stream is broken: a list of playlists that leads to {where}", reader.Open(Cancelled).Fault?.Text);
    }

    /// <summary>The boxes of the file, with their lengths.</summary>
    [Theory]
    [InlineData("ftyp 24 moov 100 mdat 1000", true)]
    [InlineData("ftyp 24 free 8 uuid 5000 moov 100000 mdat 1000", true)]
    [InlineData("moov 8 mdat 8", true)]
    [InlineData("ftyp 24 free 8 mdat 1000 moov 100", false)]
    [InlineData("wide 8 mdat 100000", false)]
    [InlineData("ftyp 24 free 200000 moov 100", false)]
    [InlineData("ftyp 24 free 4 moov 100", false)]
    [InlineData("ftyp 24", false)]
    public void An_mp4_file_is_given_to_ffmpeg_if_its_index_comes_first(string boxes, bool isGiven)
    {
        byte[] file = [.. boxes.Split(' ').Chunk(2).SelectMany(box => Box(box[0], int.Parse(box[1], CultureInfo.InvariantCulture)))];
        foreach (int atMost in (int[])[1, 1_000_000])
        {
            var stub = new HttpStub(() => HttpStub.Answer("video/mp4", new ChoppedStream(file, atMost), file.Length));
            using ICameraReader source = Source(stub);
            Assert.True(source.Open(Cancelled).IsOk);
            Assert.Equal((isGiven, !isGiven), (_open is not null, Assert.Single(stub.Connections).IsAborted));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(17L)]
    public void A_live_stream_or_a_file_is_given_to_ffmpeg_as_it_was_opened(long? length)
    {
        var stub = new HttpStub(() => HttpStub.Answer("video/mp2t", new ChoppedStream("Gtransport stream"u8.ToArray(), 1), length));
        using ICameraReader source = Source(stub);
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.False(Assert.Single(stub.Connections).IsAborted);
        using var rest = new MemoryStream();
        _open!.Response.Body.CopyTo(rest);
        Assert.Equal("Gtransport stream", System.Text.Encoding.ASCII.GetString([.. _open.First, .. rest.ToArray()]));
        source.Close();
        Assert.True(stub.Connections[0].IsAborted);
    }

    private static byte[] Box(string type, int length)
    {
        byte[] box = new byte[Math.Max(8, length)];
        BinaryPrimitives.WriteInt32BigEndian(box, length);
        System.Text.Encoding.ASCII.GetBytes(type).CopyTo(box.AsSpan(4));
        return box;
    }

    private HttpReader Source(HttpStub stub) => new(
        new HttpCameraClient(new CameraUrl("http://camera/video"), stub, _time),
        rate: 10,
        _time,
        _watch,
        () => new StillReader(),
        (isPaced, open) =>
        {
            _open = open;
            _paced.Add(isPaced);
            return new StillReader();
        });
}
