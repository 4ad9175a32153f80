using System.Globalization;
using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>
/// CPU of decoding and encoding one JPEG after the other on one thread, as bench/floor/jpeg.c does it in C, and as OpenCV takes it, which
/// takes the place of libturbojpeg where that is missing. Beside them that of the on-screen display of <see cref="OsdBenchmarks"/>.
/// </summary>
internal static class JpegCosts
{
    private const int Rounds = 30, Compiled = 5_000;

    /// <summary>Prints microseconds a frame: decode, decode to a half, encode; decode and encode by OpenCV; the display.</summary>
    /// <param name="arguments">The quality, then JPEGs.</param>
    public static int Print(string[] arguments)
    {
        if (arguments is not [var text, _, ..] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int quality))
        {
            Console.Error.WriteLine("--jpeg needs a quality and JPEGs");
            return 1;
        }

        Cv2.SetNumThreads(1);
        byte[][] jpegs = [.. arguments[1..].Select(File.ReadAllBytes)];
        using var pool = new FramePool();
        PixelPlanes[] pictures = [.. jpegs.Select(jpeg => JpegDecoder.TryDecode(jpeg, new(int.MaxValue, int.MaxValue), pool)!)];
        using var turbo = new JpegCompressor();
        using var openCv = new OpenCvCompressor();
        var display = new OsdBenchmarks();
        display.Setup();
        // Until .NET has compiled it for good. What the others call is native.
        for (int i = 0; i < Compiled; i++)
            display.Draw();
        double[] costs =
        [
            Measure(jpegs, jpeg => pool.Return(JpegDecoder.TryDecode(jpeg, pictures[0].Size, pool)!)),
            Measure(jpegs, jpeg => pool.Return(JpegDecoder.TryDecode(jpeg, Half(pictures[0].Size), pool)!)),
            Measure(pictures, picture => turbo.Compress(picture, quality)),
            Measure(jpegs, jpeg => pool.Return(OpenCvDecoder.Decode(jpeg, pool))),
            Measure(pictures, picture => openCv.Compress(picture, quality)),
            Measure(Enumerable.Repeat(display, 64).ToArray(), drawn => drawn.Draw()),
        ];
        Console.WriteLine(string.Join('\t', costs.Select(cost => cost.ToString("0", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static PictureSize Half(PictureSize size) => new((size.Width + 1) / 2, (size.Height + 1) / 2);

    private static double Measure<T>(T[] inputs, Action<T> work)
    {
        foreach (T input in inputs)
            work(input);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < Rounds * inputs.Length; i++)
            work(inputs[i % inputs.Length]);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (Rounds * inputs.Length);
    }
}
