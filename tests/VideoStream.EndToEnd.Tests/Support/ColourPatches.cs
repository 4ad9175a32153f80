using System.Globalization;
using OpenCvSharp;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A picture of twelve patches in pure and mixed colours, from any kind of source, and what a browser must see of it.</summary>
internal static class ColourPatches
{
    /// <summary>OpenCV's IMWRITE_JPEG_SAMPLING_FACTOR, which its .NET binding does not name.</summary>
    private const ImwriteFlags SamplingFactor = (ImwriteFlags)7;

    private const int Side = 32, Columns = 4, Rows = 3;

    private const int Tolerance = 6;

    /// <summary>Red, green and blue in eight bits each.</summary>
    private static readonly int[] Colours =
    [
        0xFF0000, 0x00FF00, 0x0000FF, 0x00FFFF, 0xFF00FF, 0xFFFF00, 0xFFFFFF, 0x000000, 0x808080, 0xC86432, 0x30A0C0, 0x7F2060,
    ];

    /// <summary>The patches as a JPEG of a kind: a file with which the fuzzing of the decoder begins.</summary>
    public static byte[] Jpeg(string kind) => File.ReadAllBytes(RepositoryFiles.Path("bench/VideoStream.Fuzz/corpus/decoder/" + kind));

    /// <summary>The patches as a JPEG of any size.</summary>
    /// <param name="size">The size.</param>
    /// <param name="sampling">The sampling factors of the components, a digit each; 0 for grey.</param>
    public static byte[] Jpeg(Size size, int sampling)
    {
        using var patches = new Mat(Rows, Columns, MatType.CV_8UC3);
        for (int i = 0; i < Colours.Length; i++)
            patches.Set(i / Columns, i % Columns, new Vec3b((byte)Colours[i], (byte)(Colours[i] >> 8), (byte)(Colours[i] >> 16)));
        using var picture = new Mat();
        Cv2.Resize(patches, picture, size, 0, 0, InterpolationFlags.Nearest);
        if (sampling > 0)
            return picture.ToBytes(".jpg", new ImageEncodingParam(SamplingFactor, sampling));
        using Mat grey = picture.CvtColor(ColorConversionCodes.BGR2GRAY);
        return grey.ToBytes(".jpg");
    }

    /// <summary>The arguments of ffmpeg that make a video of the patches, two seconds at 25 frames/s.</summary>
    /// <param name="space">The colour space that the video says it has.</param>
    /// <param name="range">Its range of samples: <c>tv</c> or <c>pc</c>.</param>
    /// <param name="format">The layout of its pixels.</param>
    public static string[] Video(string space, string range, string format)
    {
        IEnumerable<string> inputs = Colours.SelectMany(colour => (string[])
        [
            "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"color=c=0x{colour:X6}:s={Side}x{Side}:r=25:d=2,format=gbrp"),
        ]);
        string matrix = space == "bt709" ? "bt709" : "bt601";
        string rows = string.Concat(Enumerable.Range(0, Rows).Select(row =>
            string.Concat(Enumerable.Range(row * Columns, Columns).Select(i => $"[{i}]")) + $"hstack=inputs={Columns}[row{row}];"));
        string stacked = string.Concat(Enumerable.Range(0, Rows).Select(row => $"[row{row}]")) + $"vstack=inputs={Rows}";
        return
        [
            .. inputs, "-filter_complex", $"{rows}{stacked},scale=out_color_matrix={matrix}:out_range={range},format={format}",
            "-colorspace", space, "-color_primaries", space, "-color_trc", space, "-color_range", range, "-qp", "4",
        ];
    }

    /// <summary>Checks what a browser decoded.</summary>
    /// <param name="seen">The pixel in the middle of each patch, row by row.</param>
    /// <param name="isGrey">Whether the source has no colours.</param>
    /// <param name="rotate">By how many degrees clockwise the picture was turned: 0, 90 or 180.</param>
    /// <param name="tolerance">How far a channel may be from the true colour, in levels of 255.</param>
    public static void AssertSeen(DecodedPicture seen, bool isGrey = false, int rotate = 0, int tolerance = Tolerance)
    {
        for (int i = 0; i < Colours.Length; i++)
        {
            int colour = Colours[rotate switch
            {
                90 => ((Rows - 1 - (i % Rows)) * Columns) + (i / Rows),
                180 => Colours.Length - 1 - i,
                _ => i,
            }];
            (int red, int green, int blue) = (colour >> 16, (colour >> 8) & 0xFF, colour & 0xFF);
            if (isGrey)
                red = green = blue = (int)Math.Round((0.299 * red) + (0.587 * green) + (0.114 * blue));
            AssertColour((red, green, blue), seen.Pixels[i], tolerance, $"patch {i}");
        }
    }

    /// <summary>Samples the middle of each patch.</summary>
    public static Task<DecodedPicture> DecodePatchesAsync(this ChromiumDecoder decoder, byte[] jpeg, int rotate = 0) =>
        rotate == 90 ? decoder.DecodeAsync(jpeg, Rows, Columns) : decoder.DecodeAsync(jpeg, Columns, Rows);

    private static void AssertColour(
        (int Red, int Green, int Blue) expected, (int Red, int Green, int Blue) seen, int tolerance, string which)
    {
        bool isNear = Math.Abs(expected.Red - seen.Red) <= tolerance
            && Math.Abs(expected.Green - seen.Green) <= tolerance
            && Math.Abs(expected.Blue - seen.Blue) <= tolerance;
        Assert.True(isNear, $"{which} is {seen}, not {expected}");
    }
}
