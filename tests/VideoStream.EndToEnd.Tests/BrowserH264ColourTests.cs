using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Colours of H.264 as Chromium shows them, by WebCodecs and by MSE, and of the JPEGs of the same camera beside them.</summary>
public sealed class BrowserH264ColourTests
{
    // Of what the canvas shows: its size, and the pixel in the middle of each of four by three parts.
    private const string Sample =
        """
        () => {
          const shown = document.getElementById('video-canvas'), { width, height } = shown;
          // A copy: the canvas itself may belong to a worker.
          const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
          context.drawImage(shown, 0, 0);
          const seen = [width, height];
          for (let part = 0; part < 12; part++) {
            const x = Math.floor((part % 4 + 0.5) * width / 4), y = Math.floor((Math.floor(part / 4) + 0.5) * height / 3);
            seen.push(...context.getImageData(x, y, 1, 1).data.slice(0, 3));
          }
          return seen;
        }
        """;

    /// <summary>The decoder, and what the camera's video says of its samples.</summary>
    [Theory]
    [InlineData("webcodecs", "smpte170m", "tv", "yuv420p")]
    [InlineData("webcodecs", "bt709", "tv", "yuv420p")]
    [InlineData("webcodecs", "smpte170m", "pc", "yuvj420p")]
    [InlineData("mse", "smpte170m", "tv", "yuv420p")]
    [InlineData("mse", "bt709", "tv", "yuv420p")]
    [InlineData("mse", "smpte170m", "pc", "yuvj420p")]
    public async Task A_camera_has_its_colours_passed_through_and_encoded_and_as_JPEG(
        string decoder, string space, string range, string format)
    {
        using var camera = new RtspCamera(EncodedVideo.Make(ColourPatches.Video(space, range, format)));
        using ServiceHost service = await H264Browser.StartAsync(
            ("Source", camera.Url()), ("Access:AllowedHosts:0", Chromium.OtherHost));
        await using BrowserPage browser = await H264Browser.OpenAsync(
            decoder == "mse" ? Chromium.OtherAddress(service) : service.Address);
        string isVideo = $"client.statistics.codec === 'h264' && client.statistics.decoder === '{decoder}'";
        DecodedPicture passed = await SampleAsync(browser, isVideo, 128);
        Assert.True((await service.CameraAsync()).GetProperty("passed_through").GetInt32() > 0);
        // Another size is encoded.
        await browser.Page.EvaluateAsync("() => client.setResize('64x48')");
        DecodedPicture encoded = await SampleAsync(browser, isVideo, 64);
        await browser.Page.EvaluateAsync("() => client.setCodec('jpeg')");
        DecodedPicture pictures = await SampleAsync(browser, "client.statistics.codec === 'jpeg'", 64);

        foreach (DecodedPicture seen in (DecodedPicture[])[passed, encoded, pictures])
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', seen.Pixels));
        ColourPatches.AssertSeen(pictures);
        ColourPatches.AssertSeen(encoded);
        // Chromium shows the blue of BT.709 less exactly than that of BT.601.
        ColourPatches.AssertSeen(passed, tolerance: space == "bt709" ? 14 : 6);
    }

    /// <summary>Waits until frames of that width were drawn for a while, and samples one.</summary>
    private static async Task<DecodedPicture> SampleAsync(BrowserPage browser, string how, int width)
    {
        string holds = $"{how} && client.frames.at(-1)?.live && document.getElementById('video-canvas').width === {width}";
        await browser.HoldsAsync(holds);
        await browser.Page.EvaluateAsync("() => { window.mark = client.statistics.drawn; }");
        await browser.HoldsAsync($"client.statistics.drawn > mark + 20 && {holds}");
        int[] seen = await browser.Page.EvaluateAsync<int[]>(Sample);
        return new(seen[0], seen[1], [.. seen.Skip(2).Chunk(3).Select(pixel => (pixel[0], pixel[1], pixel[2]))]);
    }
}
