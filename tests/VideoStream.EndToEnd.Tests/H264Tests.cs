using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Viewers that ask for H.264.</summary>
public sealed class H264Tests
{
    private static readonly (string, string)[] Small = [("Cameras:main:Width", "640"), ("Cameras:main:Height", "360")];

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    public async Task A_client_that_asks_for_it_gets_access_units_that_ffmpeg_decodes(WritePath path)
    {
        using var service = new ServiceHost(path, Small);
        // On one rung: where it changes, a frame may come twice.
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false");
        using var folder = new TemporaryDirectory();
        var stream = new MemoryStream();
        var numbers = new List<long>();
        while (numbers.Count < 60)
        {
            byte[] unit = await UnitAsync(client);
            numbers.Add(NumberOf(unit));
            await stream.WriteAsync(unit, TestContext.Current.CancellationToken);
        }

        await File.WriteAllBytesAsync(folder.Path("units.h264"), stream.ToArray(), TestContext.Current.CancellationToken);
        byte[] pixels = Ffmpeg.Run(
            ["-xerror", "-f", "h264", "-i", folder.Path("units.h264"),
                "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);

        Assert.Equal(60, pixels.Length / (640 * 360));
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(60, numbers.Distinct().Count());
    }

    [Fact]
    public async Task A_client_of_v1_is_prepared_before_the_first_frame()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=auto&resize=320x180", v1: true);

        JsonElement video = default;
        var (type, bytes) = await client.ReceiveAsync();
        for (; type == WebSocketMessageType.Text; (type, bytes) = await client.ReceiveAsync())
        {
            JsonElement text = JsonElement.Parse(bytes);
            video = text.GetProperty("type").GetString() == "video" ? text : video;
        }

        Assert.Matches("^avc1\\.[0-9A-F]{6}$", video.GetProperty("codec").GetString()!);
        Assert.Equal((320, 180), (video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()));
        Assert.True(NumberOf(bytes) > 0);
        JsonElement stats = await client.TextAsync("stats");
        Assert.Equal("h264", stats.GetProperty("codec").GetString());
    }

    [Fact]
    public async Task The_codec_can_be_changed_while_it_runs_and_each_begins_with_a_whole_frame()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        Assert.True(IsJpeg((await client.FrameAsync()).Jpeg));

        await client.SendAsync("""{"type":"command","action":"set_codec","value":"h264"}""");
        byte[] first = await FirstAsync(client, isJpeg: false);
        await client.SendAsync("""{"type":"command","action":"set_codec","value":"jpeg"}""");
        byte[] last = await FirstAsync(client, isJpeg: true);

        Assert.Contains(NalType.IdrSlice, TypesOf(first));
        Assert.True(IsJpeg(last));
    }

    [Fact]
    public async Task A_key_frame_comes_when_a_client_requests_one()
    {
        using var service = new ServiceHost([.. Small, ("H264:MinKeyFrameInterval", "0.1")]);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264");
        Assert.Contains(NalType.IdrSlice, TypesOf(await UnitAsync(client)));
        // On a busy machine the client itself may miss frames, and get a key frame for that.
        for (int others = 0, all = 0; others < 20; all++)
        {
            Assert.True(all < 600, "each of the frames is a key frame");
            others = TypesOf(await UnitAsync(client)).Contains(NalType.IdrSlice) ? 0 : others + 1;
        }

        await client.SendAsync("""{"type":"command","action":"request_key_frame"}""");

        int frames = 0;
        while (!TypesOf(await UnitAsync(client)).Contains(NalType.IdrSlice))
            Assert.True(++frames < 60, "no key frame came");
    }

    [Theory]
    [InlineData("/video_feed")]
    [InlineData("/snapshot.jpg")]
    public async Task Http_stays_jpeg(string path)
    {
        using var service = new ServiceHost(Small);
        using HttpResponseMessage answer = await service.Http.GetAsync(
            path + "?codec=h264", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using Stream body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        byte[] start = new byte[400];
        await body.ReadExactlyAsync(start, TestContext.Current.CancellationToken);

        Assert.Contains("seq=", System.Text.Encoding.Latin1.GetString(start), StringComparison.Ordinal);
        Assert.True(start.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) >= 0);
    }

    [Fact]
    public async Task Where_it_is_switched_off_it_is_refused_and_auto_is_jpeg()
    {
        using var service = new ServiceHost([.. Small, ("H264:Encoder", "off")]);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(service.Address, "codec=h264"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=auto");

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.True(IsJpeg((await client.FrameAsync()).Jpeg));
    }

    private static async Task<byte[]> FirstAsync(TestClient client, bool isJpeg)
    {
        for (int i = 0; i < 300; i++)
        {
            var (type, bytes) = await client.ReceiveAsync();
            if (type == WebSocketMessageType.Binary && IsJpeg(bytes) == isJpeg)
                return bytes;
        }

        throw new TimeoutException("the codec did not change");
    }

    private static async Task<byte[]> UnitAsync(TestClient client)
    {
        var (type, bytes) = await client.ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Binary, type);
        Assert.Equal([0, 0, 0, 1], bytes[..4]);
        return bytes;
    }

    private static bool IsJpeg(byte[] bytes) => bytes is [0xFF, 0xD8, ..];

    internal static List<NalType> TypesOf(byte[] unit)
    {
        var types = new List<NalType>();
        foreach (NalUnit nal in new AnnexB(unit))
            types.Add(nal.Header.Type);
        return types;
    }

    internal static long NumberOf(byte[] unit)
    {
        Assert.True(H264Metadata.TryRead(unit, out string text));
        string number = text.Split('&').Single(part => part.StartsWith("seq=", StringComparison.Ordinal));
        return long.Parse(number["seq=".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
