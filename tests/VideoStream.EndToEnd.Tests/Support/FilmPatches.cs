using System.Globalization;
using OpenCvSharp;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A video of patches side by side, each of one colour.</summary>
internal static class FilmPatches
{
    /// <summary>How far a channel may be from the true colour, in levels of 255.</summary>
    private const int Tolerance = 6;

    private const int Width = 64;

    /// <summary>Red, green and blue in eight bits each.</summary>
    private static readonly int[] Colours = [0xC86432, 0xF01010, 0x10F010, 0x1010F0, 0xFFFFFF, 0x000000, 0x30A0C0, 0x808080];

    /// <summary>Makes the video by ffmpeg.</summary>
    /// <param name="space">How it says that its samples are meant; <c>unknown</c> for a video that does not say it.</param>
    /// <param name="matrix">How they are meant.</param>
    /// <param name="range"><c>tv</c> or <c>pc</c>.</param>
    /// <param name="format">The format of its pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="output">Codec, format and address of the output.</param>
    /// <returns>What ffmpeg writes to its standard output.</returns>
    public static byte[] Make(string space, string matrix, string range, string format, int height, params string[] output)
    {
        IEnumerable<string> inputs = Colours.SelectMany(colour => (string[])
        [
            "-f", "lavfi", "-i",
            string.Create(CultureInfo.InvariantCulture, $"color=c=0x{colour:X6}:s={Width}x{height}:r=25:d=4,format=gbrp"),
        ]);
        string[] tags = space switch
        {
            "unknown" => [],
            "bt2020nc" => ["-colorspace", space, "-color_primaries", "bt2020", "-color_trc", "bt2020-10"],
            _ => ["-colorspace", space, "-color_primaries", space, "-color_trc", space],
        };
        string convert = matrix == "rgb" ? "" : $",scale=out_color_matrix={matrix}:out_range={range}";
        string untag = space == "unknown" ? ",setparams=colorspace=unknown" : "";
        return Ffmpeg.Run(
        [
            .. inputs, "-filter_complex", $"hstack=inputs={Colours.Length}{convert},format={format}{untag}",
            .. tags, "-color_range", range, .. output,
        ]);
    }

    /// <summary>Fails unless the frame has the true colours, or their luma.</summary>
    public static void AssertSeen(ReceivedFrame frame, int height, bool isGrey = false) =>
        Assert.All(
            Channels(frame, height, isGrey),
            channel => Assert.InRange(channel.Seen, channel.True - Tolerance, channel.True + Tolerance));

    /// <summary>The same of what a browser decoded.</summary>
    public static async Task AssertSeenAsync(ChromiumDecoder browser, ReceivedFrame frame)
    {
        DecodedPicture seen = await browser.DecodeAsync(frame.Jpeg, Colours.Length, 1);
        foreach (var (colour, (red, green, blue)) in Colours.Zip(seen.Pixels))
        {
            int[] distances = [(colour >> 16) - red, ((colour >> 8) & 0xFF) - green, (colour & 0xFF) - blue];
            Assert.All(distances, distance => Assert.InRange(distance, -Tolerance, Tolerance));
        }
    }

    /// <summary>Whether the frame has the true colours.</summary>
    public static bool AreSeen(ReceivedFrame frame, int height) =>
        Channels(frame, height, isGrey: false).All(channel => Math.Abs(channel.Seen - channel.True) <= Tolerance);

    private static IReadOnlyList<(int Seen, int True)> Channels(ReceivedFrame frame, int height, bool isGrey)
    {
        using Mat seen = frame.Decode();
        Assert.Equal((Width * Colours.Length, height), (seen.Width, seen.Height));
        var channels = new List<(int Seen, int True)>();
        for (int i = 0; i < Colours.Length; i++)
        {
            int red = Colours[i] >> 16, green = (Colours[i] >> 8) & 0xFF, blue = Colours[i] & 0xFF;
            if (isGrey)
                red = green = blue = (int)Math.Round((0.299 * red) + (0.587 * green) + (0.114 * blue));
            Vec3b pixel = seen.At<Vec3b>(height / 2, (i * Width) + (Width / 2));
            channels.AddRange([(pixel.Item2, red), (pixel.Item1, green), (pixel.Item0, blue)]);
        }

        return channels;
    }
}
