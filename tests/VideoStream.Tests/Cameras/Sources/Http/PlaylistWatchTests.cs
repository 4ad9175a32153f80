using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras.Sources.Http;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class PlaylistWatchTests
{
    private const string Live = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\n7.ts\n";

    private readonly FakeTimeProvider _time = new();
    private readonly PlaylistWatch _watch;

    public PlaylistWatchTests()
    {
        _watch = new PlaylistWatch(_time);
    }

    [Fact]
    public void A_live_playlist_that_is_unchanged_for_three_segments_has_stopped()
    {
        Assert.False(HasStopped(Live));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(HasStopped(Live));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(HasStopped(Live));
        Assert.False(HasStopped(Live + "#EXTINF:2,\n8.ts\n"));
    }

    [Theory]
    [InlineData(Live + "#EXT-X-ENDLIST\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000000\nbest.m3u8\n")]
    public void One_that_never_changes_has_not(string playlist)
    {
        Assert.False(HasStopped(playlist));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(HasStopped(playlist));
    }

    [Theory]
    [InlineData(Live, null)]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:CODECS=\"avc1\"\nbest.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nother.m3u8\n", "best.m3u8")]
    [InlineData("#EXTM3U\r\n#EXT-X-STREAM-INF:BANDWIDTH=1\r\n\r\n# a comment\r\n/live/a b.m3u8?x=#1\r\n", "/live/a b.m3u8?x=#1")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n", null)]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1", null)]
    public void A_list_of_playlists_names_the_first(string playlist, string? variant) =>
        Assert.Equal(variant, PlaylistWatch.FindVariant(System.Text.Encoding.ASCII.GetBytes(playlist)));

    /// <summary>A search that looked ahead from each of them would take minutes.</summary>
    [Fact]
    public void A_list_without_addresses_names_none()
    {
        string list = $"#EXTM3U\n{string.Concat(Enumerable.Repeat("#EXT-X-STREAM-INF:\n", 50_000))}";
        Assert.Null(PlaylistWatch.FindVariant(System.Text.Encoding.ASCII.GetBytes(list)));
    }

    private bool HasStopped(string playlist) => _watch.HasStopped(System.Text.Encoding.ASCII.GetBytes(playlist));
}
