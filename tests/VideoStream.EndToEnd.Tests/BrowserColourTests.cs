using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>
/// Colours of cameras as Chromium shows them: passed through, encoded again, in another size, and turned. Each kind of source is a line.
/// </summary>
public sealed class BrowserColourTests(ChromiumDecoder browser) : IClassFixture<ChromiumDecoder>
{
    private const string Passed = "quality=source&adaptive=false", Encoded = "quality=90&adaptive=false";

    /// <summary>The kind of JPEG, and whether viewers may get it as it is.</summary>
    [Theory]
    [InlineData("chroma420", true)]
    [InlineData("chroma422", true)]
    [InlineData("chroma444", true)]
    [InlineData("chroma440", true)]
    [InlineData("chroma411", true)]
    [InlineData("chroma410", true)]
    [InlineData("chroma444-double", true)]
    [InlineData("restarts", true)]
    [InlineData("bare", true)]
    [InlineData("progressive", true)]
    [InlineData("grey", true)]
    [InlineData("cmyk", false)]
    [InlineData("cmyk-plain", false)]
    [InlineData("ycck", false)]
    [InlineData("rgb-adobe", false)]
    [InlineData("rgb-names", false)]
    [InlineData("arithmetic", false)]
    [InlineData("arithmetic-progressive", false)]
    [InlineData("blue-reduced", false)]
    public async Task A_jpeg_camera_has_its_colours_and_only_what_all_browsers_show_alike_is_passed_on(string kind, bool isPassed)
    {
        using var camera = new MjpegCamera { Still = ColourPatches.Jpeg(kind) };
        using var service = new ServiceHost(
            ("Cameras:main:Source", camera.Network.Url()),
            ("Cameras:down:Source", camera.Network.Url()), ("Cameras:down:Rotate", "180"),
            ("Cameras:right:Source", camera.Network.Url()), ("Cameras:right:Rotate", "90"));
        ReceivedFrame passed = await AssertSeenAsync(service, Passed + "&camera=main", (128, 96), kind == "grey");
        Assert.Equal(isPassed, passed.WithoutComment().AsSpan().SequenceEqual(camera.Still));
        await AssertSeenAsync(service, Encoded + "&camera=main", (128, 96), kind == "grey");
        await AssertSeenAsync(service, Encoded + "&camera=main&resize=64x48", (64, 48), kind == "grey");
        await AssertSeenAsync(service, Encoded + "&camera=main&resize=100x75", (100, 75), kind == "grey");
        foreach (string query in (string[])[Passed, Encoded])
        {
            await AssertSeenAsync(service, query + "&camera=down", (128, 96), kind == "grey", rotate: 180);
            await AssertSeenAsync(service, query + "&camera=right", (96, 128), kind == "grey", rotate: 90);
        }

        await AssertSeenAsync(service, Encoded + "&camera=right&resize=60x80", (60, 80), kind == "grey", rotate: 90);
        byte[] snapshot = await service.Http.GetByteArrayAsync("/snapshot.jpg?camera=main", TestContext.Current.CancellationToken);
        ColourPatches.AssertSeen(await browser.DecodePatchesAsync(snapshot), kind == "grey");
    }

    /// <summary>The kind of JPEG. A browser would turn it by its Exif data, so what it is sent must have none.</summary>
    [Theory]
    [InlineData("chroma420")]
    [InlineData("chroma422")]
    [InlineData("grey")]
    [InlineData("cmyk")]
    public async Task A_jpeg_that_is_upside_down_by_its_exif_data_is_turned_once(string kind)
    {
        using var camera = new MjpegCamera { Still = MjpegCamera.WithOrientation(ColourPatches.Jpeg(kind), 3) };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        await AssertSeenAsync(service, Passed, (128, 96), kind == "grey", rotate: 180);
        await AssertSeenAsync(service, Encoded, (128, 96), kind == "grey", rotate: 180);
        await AssertSeenAsync(service, Encoded + "&resize=64x48", (64, 48), kind == "grey", rotate: 180);
    }

    /// <summary>How a film says that its samples are meant, their matrix, and their range.</summary>
    [Theory]
    [InlineData("smpte170m", "bt601", "tv", "yuv420p")]
    [InlineData("smpte170m", "bt601", "pc", "yuvj420p")]
    [InlineData("bt709", "bt709", "tv", "yuv420p")]
    [InlineData("bt709", "bt709", "pc", "yuvj420p")]
    public async Task A_film_has_its_colours(string space, string matrix, string range, string format)
    {
        using var folder = new TemporaryDirectory();
        string film = folder.Path("film.mp4");
        FilmPatches.Make(space, matrix, range, format, 64, "-c:v", "libx264", "-preset", "ultrafast", "-qp", "4", "-t", "0.4", film);
        using var service = new ServiceHost(("Source", film));
        foreach (string query in (string[])["quality=100&adaptive=false", Encoded])
        {
            using TestClient client = await TestClient.ConnectAsync(service.Address, query);
            await FilmPatches.AssertSeenAsync(browser, await client.LiveAsync());
        }
    }

    /// <summary>The sampling factors of the components, a digit each; 0 for grey.</summary>
    [Theory]
    [InlineData(0x221111)]
    [InlineData(0x211111)]
    [InlineData(0x111111)]
    [InlineData(0)]
    public async Task A_jpeg_of_an_odd_size_has_its_colours(int sampling)
    {
        using var camera = new MjpegCamera { Still = ColourPatches.Jpeg(new Size(1279, 719), sampling), Rate = 5 };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        await AssertSeenAsync(service, Passed, (1279, 719), sampling == 0);
        await AssertSeenAsync(service, Encoded, (1279, 719), sampling == 0);
        await AssertSeenAsync(service, Encoded + "&resize=640x360", (640, 360), sampling == 0);
        await AssertSeenAsync(service, Encoded + "&resize=333x333", (333, 187), sampling == 0);
        // The texts are in the corners.
        await AssertSeenAsync(service, Encoded + "&osd=true", (1279, 719), sampling == 0);
        await AssertSeenAsync(service, Encoded + "&osd=true&resize=640x360", (640, 360), sampling == 0);
    }

    /// <summary>Cameras send grey at night. The memory of the pictures before is used again.</summary>
    [Fact]
    public async Task A_camera_that_changes_its_kind_of_jpeg_keeps_its_colours()
    {
        using var camera = new MjpegCamera { Still = ColourPatches.Jpeg("chroma420") };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        TestClient[] clients = await Task.WhenAll(((string[])[Passed, Encoded, Encoded + "&resize=64x48", Encoded + "&resize=100x75"])
            .Select(query => TestClient.ConnectAsync(service.Address, query)));
        foreach (string kind in (string[])["grey", "chroma444", "cmyk", "grey", "chroma422", "arithmetic", "chroma420"])
        {
            camera.Still = ColourPatches.Jpeg(kind);
            DateTimeOffset changed = DateTimeOffset.UtcNow;
            foreach (TestClient client in clients)
            {
                // Not one that was on its way.
                ReceivedFrame frame = await client.LiveAsync();
                while (frame.CapturedAt < changed.AddMilliseconds(200))
                    frame = await client.LiveAsync();
                ColourPatches.AssertSeen(await browser.DecodePatchesAsync(frame.Jpeg), kind == "grey");
            }
        }

        foreach (TestClient client in clients)
            client.Dispose();
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(1279, 719)]
    [InlineData(333, 187)]
    public async Task The_test_pattern_has_its_bars(int width, int height)
    {
        using var service = new ServiceHost(
            ("Cameras:main:Source", "test"), ("Cameras:main:Width", $"{width}"), ("Cameras:main:Height", $"{height}"));
        foreach (string query in (string[])[Passed, Encoded, Encoded + "&resize=200x200"])
        {
            using TestClient client = await TestClient.ConnectAsync(service.Address, query);
            // The first of twelve rows is above the ball.
            DecodedPicture seen = await browser.DecodeAsync((await client.LiveAsync()).Jpeg, 8, 12);
            for (int bar = 0; bar < 8; bar++)
            {
                int inverted = 7 - bar;
                Assert.InRange(seen.Pixels[bar].Red, (((inverted >> 1) & 1) * 191) - 6, (((inverted >> 1) & 1) * 191) + 6);
                Assert.InRange(seen.Pixels[bar].Green, (((inverted >> 2) & 1) * 191) - 6, (((inverted >> 2) & 1) * 191) + 6);
                Assert.InRange(seen.Pixels[bar].Blue, ((inverted & 1) * 191) - 6, ((inverted & 1) * 191) + 6);
            }
        }
    }

    [Theory]
    [InlineData("single", 1, 1)]
    [InlineData("odd", 17, 13)]
    public async Task A_tiny_jpeg_has_its_colour(string kind, int width, int height)
    {
        using var camera = new MjpegCamera { Still = ColourPatches.Jpeg(kind) };
        using var service = new ServiceHost(
            ("Cameras:main:Source", camera.Network.Url()),
            ("Cameras:turned:Source", camera.Network.Url()), ("Cameras:turned:Rotate", "90"));
        foreach (string query in (string[])[Passed, Encoded, Passed + "&camera=turned"])
        {
            using TestClient client = await TestClient.ConnectAsync(service.Address, query);
            DecodedPicture seen = await browser.DecodeAsync((await client.LiveAsync()).Jpeg, 1, 1);
            Assert.Equal(
                query.EndsWith("turned", StringComparison.Ordinal) ? (height, width) : (width, height), (seen.Width, seen.Height));
            Assert.InRange(seen.Pixels[0].Red, 200 - 6, 200 + 6);
            Assert.InRange(seen.Pixels[0].Green, 100 - 6, 100 + 6);
            Assert.InRange(seen.Pixels[0].Blue, 50 - 6, 50 + 6);
        }
    }

    /// <summary>What the video says of its samples.</summary>
    [Theory]
    [InlineData("smpte170m", "tv", "yuv420p")]
    [InlineData("bt709", "tv", "yuv420p")]
    [InlineData("smpte170m", "pc", "yuvj420p")]
    [InlineData("bt709", "pc", "yuvj420p")]
    public async Task An_rtsp_camera_has_its_colours(string space, string range, string format)
    {
        using var camera = new RtspCamera(EncodedVideo.Make(ColourPatches.Video(space, range, format)));
        using var service = new ServiceHost(("Source", camera.Url()));
        await AssertSeenAsync(service, Encoded, (128, 96));
        await AssertSeenAsync(service, Encoded + "&resize=64x48", (64, 48));
        await AssertSeenAsync(service, Encoded + "&resize=100x75", (100, 75));
    }

    /// <summary>A camera of each kind of JPEG that nobody shows says so.</summary>
    [Fact]
    public async Task A_jpeg_that_no_browser_shows_is_refused_with_the_reason()
    {
        (string Name, byte[] Jpeg, string Reason)[] kinds =
        [
            ("lossless", ColourPatches.Jpeg("lossless"), "lossless or hierarchical JPEGs, which browsers don't show"),
            ("twelve", ColourPatches.Jpeg("twelve"), "JPEGs of 12 bits a sample (browsers show 8)"),
            ("two", ColourPatches.Jpeg("two"), "JPEGs of 2 colour components, which browsers don't show"),
            ("wide", OfWidth(ColourPatches.Jpeg("chroma420"), 16384), "16384x96 pixels (8192 a side at most)"),
            ("scans", MjpegCamera.OfScans(new Size(64, 48), 500), "64x48 pixels in more than 100 scans, which takes too long to decode"),
        ];
        MjpegCamera[] cameras = [.. kinds.Select(kind => new MjpegCamera { Still = kind.Jpeg })];
        using var service = new ServiceHost(
            [.. kinds.Select((kind, i) => ($"Cameras:{kind.Name}:Source", cameras[i].Network.Url()))]);
        TestClient[] clients =
            await Task.WhenAll(kinds.Select(kind => TestClient.ConnectAsync(service.Address, "camera=" + kind.Name)));
        foreach (var (name, _, reason) in kinds)
            await service.ReasonAsync(reason, name);
        foreach (IDisposable each in (IDisposable[])[.. clients, .. cameras])
            each.Dispose();
    }

    private static byte[] OfWidth(byte[] jpeg, int width)
    {
        int header = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (jpeg[header + 7], jpeg[header + 8]) = ((byte)(width >> 8), (byte)width);
        return jpeg;
    }

    private async Task<ReceivedFrame> AssertSeenAsync(
        ServiceHost service, string query, (int Width, int Height) size, bool isGrey = false, int rotate = 0)
    {
        using TestClient client = await TestClient.ConnectAsync(service.Address, query);
        ReceivedFrame frame = await client.LiveAsync();
        DecodedPicture seen = await browser.DecodePatchesAsync(frame.Jpeg, rotate);
        Assert.Equal(size, (seen.Width, seen.Height));
        ColourPatches.AssertSeen(seen, isGrey, rotate);
        return frame;
    }
}
