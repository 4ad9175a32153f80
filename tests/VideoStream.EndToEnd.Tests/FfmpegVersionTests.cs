using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The service with other versions of ffmpeg than the one that is installed here, by a stand-in.</summary>
public sealed class FfmpegVersionTests
{
    // H.264 would not be read by ffmpeg.
    private static readonly Lazy<EncodedVideo> H265 = new(() => EncodedVideo.Make(isH265: true));

    [Theory]
    [InlineData("5.0.3", "-vsync")]
    [InlineData("n6.1.1", "-fps_mode")]
    [InlineData("9.0", "-fps_mode")]
    [InlineData("N-118331-g3c3a5a1", "-fps_mode")]
    public async Task It_is_asked_once_for_its_version_and_gets_the_options_that_it_has(string version, string option)
    {
        using var ffmpeg = new StandInFfmpeg(version, unknown: option == "-vsync" ? "fps_mode" : "vsync");
        using var camera = new RtspCamera(H265.Value) { AbortAfter = 5 };
        var (service, address) = await ServiceProcess.ListenAsync(ffmpeg.ForService, "--VideoStream:Source=" + camera.Url());
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            while (camera.Network.Accepted < 3)
                await client.LiveAsync();
            Assert.Equal(1, ffmpeg.Asked);
            Assert.All(ffmpeg.Calls, call => Assert.Contains($" {option} passthrough ", call, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task One_that_is_too_old_is_the_reason_and_is_not_started()
    {
        using var ffmpeg = new StandInFfmpeg("4.4.2-0ubuntu0.22.04.1");
        using var camera = new RtspCamera(H265.Value);
        Assert.Equal(
            "ffmpeg 4.4.2-0ubuntu0.22.04.1 is too old: video files and cameras with such a URL need ffmpeg 5 or later",
            await ReasonAsync(ffmpeg, "--VideoStream:Source=" + camera.Url()));
        Assert.Empty(ffmpeg.Calls);
    }

    [Fact]
    public async Task Without_FfmpegInputOptions_an_unknown_option_is_not_blamed_on_them()
    {
        using var ffmpeg = new StandInFfmpeg("9.0", unknown: "fps_mode");
        using var camera = new RtspCamera(H265.Value);
        Assert.Equal(
            "ffmpeg 9.0 doesn't know -fps_mode, which VideoStream needs. Use another version of ffmpeg, and please report it",
            await ReasonAsync(ffmpeg, "--VideoStream:Source=" + camera.Url()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_inherits_proxy_variables_only_if_the_camera_is_to_use_them(bool usesProxy)
    {
        using var ffmpeg = new StandInFfmpeg("7.1");
        using var camera = new RtspCamera(H265.Value);
        Dictionary<string, string?> environment = ffmpeg.ForService;
        string[] names = ["http_proxy", "HTTPS_PROXY", "all_proxy", "NO_PROXY"];
        foreach (string name in names)
            environment[name] = "http://127.0.0.1:9";
        var (service, address) = await ServiceProcess.ListenAsync(
            environment, "--VideoStream:Cameras:main:Source=" + camera.Url(), "--VideoStream:Cameras:main:FfmpegUseProxy=" + usesProxy);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            string[] inherited = [.. ffmpeg.Inherited.Select(line => line.Split('=')[0]).Intersect(names)];
            Assert.Equal(usesProxy ? names.Order() : [], inherited.Order());
        }
    }

    /// <summary>Why the camera of a service is lost.</summary>
    private static async Task<string?> ReasonAsync(StandInFfmpeg ffmpeg, string source)
    {
        var (service, address) = await ServiceProcess.ListenAsync(ffmpeg.ForService, source);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, v1: true);
            return (await client.CameraAsync("lost")).GetProperty("reason").GetString();
        }
    }
}
