using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Colours of videos as a viewer sees them, whatever the video says of its samples.</summary>
public sealed class CameraColourTests
{
    private const int Height = 64, HighDefinition = 720;

    private static readonly string[] H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "4", "-bf", "0"];

    [Theory]
    [InlineData("smpte170m", "bt601", "tv", "yuv420p")]
    [InlineData("bt709", "bt709", "tv", "yuv420p")]
    [InlineData("smpte170m", "bt601", "pc", "yuvj420p")]
    [InlineData("bt709", "bt709", "pc", "yuvj420p")]
    [InlineData("bt709", "bt709", "tv", "yuv422p")]
    public async Task A_viewer_sees_the_true_colours_of_a_video(string space, string matrix, string range, string format)
    {
        byte[] film = FilmPatches.Make(space, matrix, range, format, Height, [.. H264, "-f", "mpegts", "pipe:1"]);
        using var camera = new NetworkCamera((stream, end) => AnswerAsync(stream, film, end));
        FilmPatches.AssertSeen(await FirstFrameAsync(camera.Url("/film.ts")), Height);
    }

    [Theory]
    [InlineData("smpte170m", "bt601", "tv", "yuv420p")]
    [InlineData("smpte170m", "bt601", "pc", "yuvj420p")]
    [InlineData("bt709", "bt709", "tv", "yuv420p")]
    [InlineData("bt709", "bt709", "pc", "yuvj420p")]
    [InlineData("bt709", "bt709", "tv", "yuv422p")]
    [InlineData("bt709", "bt709", "tv", "yuv444p")]
    [InlineData("bt709", "bt709", "tv", "yuv420p10le")]
    [InlineData("bt2020nc", "bt2020", "tv", "yuv420p")]
    [InlineData("bt2020nc", "bt2020", "pc", "yuvj420p")]
    [InlineData("unknown", "bt601", "tv", "yuv420p")]
    [InlineData("unknown", "bt709", "tv", "yuv420p", HighDefinition)]
    [InlineData("bt709", "bt709", "tv", "yuv420p", HighDefinition)]
    [InlineData("smpte170m", "bt601", "tv", "yuv420p", HighDefinition)]
    public Task A_viewer_sees_the_true_colours_of_a_film(string space, string matrix, string range, string format, int height = Height) =>
        AssertFilmAsync("film.mp4", space, matrix, range, format, height, H264);

    [Theory]
    [InlineData("film.avi", "mjpeg", "yuvj420p", "bt601", HighDefinition)]
    [InlineData("film.avi", "mjpeg", "yuvj422p", "bt601", Height)]
    [InlineData("film.mov", "png", "rgb24", "rgb", HighDefinition)]
    [InlineData("film.avi", "rawvideo", "bgr24", "rgb", Height)]
    [InlineData("film.mkv", "ffv1", "gray", "bt601", Height)]
    public Task Other_codecs_than_H264_have_true_colours_too(string name, string codec, string format, string matrix, int height) =>
        AssertFilmAsync(name, "unknown", matrix, "pc", format, height, "-c:v", codec, "-q:v", "1");

    /// <summary>
    /// That the film is of BT.709 stands in ffmpeg's log, which comes late on a machine that is very busy. The first frame waits for it,
    /// but not for long; the others are right once it is there.
    /// </summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 500)]
    public async Task Colours_are_true_although_what_the_film_says_of_them_is_known_late(int seconds, int frames)
    {
        using var folder = new TemporaryDirectory();
        using var ffmpeg = new StandInFfmpeg("7.1", logDelay: seconds);
        string film = folder.Path("film.mp4");
        FilmPatches.Make("bt709", "bt709", "tv", "yuv420p", Height, [.. H264, "-t", "0.4", film]);
        var (service, address) = await ServiceProcess.ListenAsync(ffmpeg.ForService, "--VideoStream:Source=" + film);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "quality=100&adaptive=false");
            ReceivedFrame frame = await client.LiveAsync();
            for (int i = 1; i < frames && !FilmPatches.AreSeen(frame, Height); i++)
                frame = await client.LiveAsync();
            FilmPatches.AssertSeen(frame, Height);
        }
    }

    private static async Task AssertFilmAsync(
        string name, string space, string matrix, string range, string format, int height, params string[] codec)
    {
        using var folder = new TemporaryDirectory();
        string film = folder.Path(name);
        FilmPatches.Make(space, matrix, range, format, height, [.. codec, "-t", "0.4", film]);
        FilmPatches.AssertSeen(await FirstFrameAsync(film), height, isGrey: format == "gray");
    }

    private static async Task<ReceivedFrame> FirstFrameAsync(string source)
    {
        using var service = new ServiceHost(("Source", source));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=100&adaptive=false");
        return await client.LiveAsync();
    }

    private static async Task AnswerAsync(NetworkStream stream, byte[] film, CancellationToken end)
    {
        await stream.ReadRequestAsync(end);
        await stream.AnswerAsync("200 OK", "video/mp2t", film, end, "Connection: close\r\n");
    }
}
