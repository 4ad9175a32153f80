using System.Globalization;
using VideoStream.Encoding.H264;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>CPU of encoding pictures as H.264, one after the other on one thread, as bench/floor/h264.c does it in C.</summary>
internal static class H264Costs
{
    private const int Pictures = 600, WarmUp = 60, Quality = 80, Rate = 30;

    /// <summary>Prints microseconds and bytes a frame: of H.264, then of JPEG.</summary>
    /// <param name="arguments">The bitrate in kilobits a second, then JPEGs of one size.</param>
    public static int Print(string[] arguments)
    {
        if (arguments is not [var text, _, ..] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int kilobits))
        {
            Console.Error.WriteLine("--h264 needs a bitrate and JPEGs");
            return 1;
        }

        using var pool = new FramePool();
        PixelPlanes[] pictures = [.. arguments[1..].Select(file => Read(file, pool))];
        using var encoder = new OpenH264Encoder(new H264Settings(pictures[0].Size, kilobits, Rate));
        using var compressor = new JpegCompressor();
        var (time, bytes) = Measure(pictures, (picture, number) =>
        {
            encoder.Submit(picture, new(TimeSpan.FromSeconds((double)number / Rate), AsKeyFrame: false), out H264Unit unit);
            return unit.Bytes.Length;
        });
        var (jpegTime, jpegBytes) = Measure(pictures, (picture, _) =>
        {
            compressor.Compress(picture, Quality);
            return compressor.Jpeg.Length;
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time:0}\t{bytes}\t{jpegTime:0}\t{jpegBytes}"));
        return 0;
    }

    private static PixelPlanes Read(string file, FramePool pool)
    {
        PixelPlanes? planes = JpegDecoder.TryDecode(File.ReadAllBytes(file), new(int.MaxValue, int.MaxValue), pool);
        return planes is { Subsampling: ChromaSubsampling.Yuv420 } ? planes : throw new InvalidDataException($"{file} is not 4:2:0");
    }

    private static (double Microseconds, long Bytes) Measure(PixelPlanes[] pictures, Func<PixelPlanes, int, int> encode)
    {
        for (int i = 0; i < WarmUp; i++)
            encode(pictures[i % pictures.Length], i);
        long bytes = 0;
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = WarmUp; i < WarmUp + Pictures; i++)
            bytes += encode(pictures[i % pictures.Length], i);
        return ((Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Pictures, bytes / Pictures);
    }
}
