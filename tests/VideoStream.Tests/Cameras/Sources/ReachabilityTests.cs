using System.Net;
using System.Net.Sockets;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources;

/// <summary>Whether each kind of source may be opened.</summary>
public sealed class ReachabilityTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("rtsp")]
    [InlineData("rtmp")]
    public async Task A_network_camera_is_reachable_while_it_accepts_connections(string scheme)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string url = $"{scheme}://{listener.LocalEndpoint}/video";
        Assert.True(await IsReachableAsync(url));
        listener.Stop();
        Assert.False(await IsReachableAsync(url));
        listener.Dispose();
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_server_that_may_accept_a_single_connection_is_not_probed(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.True(await IsReachableAsync($"{scheme}://{listener.LocalEndpoint}"));
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData("test")]
    [InlineData("udp://:5000")]
    [InlineData("srt://192.0.2.1:5000")]
    [InlineData("rtp://192.0.2.1")]
    [InlineData("tcp://:5000")]
    public async Task A_source_that_TCP_can_not_probe_counts_as_reachable(string source)
    {
        Assert.True(await IsReachableAsync(source));
    }

    [Fact]
    public async Task A_probe_that_is_cancelled_throws()
    {
        var url = new CameraUrl("http://127.0.0.1:1/");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TcpProbe.IsReachableAsync(url, TimeProvider.System, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_video_file_is_reachable_while_it_exists()
    {
        using var folder = new TestDirectory();
        string path = folder.Path("film.avi");
        Assert.False(await IsReachableAsync(path));
        await File.WriteAllTextAsync(path, "a film", TestContext.Current.CancellationToken);
        Assert.True(await IsReachableAsync(path));
    }

    [Fact]
    public async Task A_device_is_reachable_if_it_can_be_used()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices have a path on Linux only");
        Assert.False(await IsReachableAsync("/dev/video9999"));
        Assert.False(await IsReachableAsync("/dev/null"));
    }

    private static Task<bool> IsReachableAsync(string source) =>
        Limit.Within(SourceKinds.Parse(source).Source.IsReachableAsync(new CameraOptions(), TimeProvider.System, Cancelled));
}
