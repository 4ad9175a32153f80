using System.Globalization;
using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>
/// CPU of libturbojpeg alone, from planes: the least that each requested quality costs the service. Measured on all cores at once, as the
/// service encodes, and with frames that are not in a core's cache.
/// </summary>
internal static class BareEncodes
{
    private const int Frames = 16, Rounds = 6;

    /// <summary>Prints each quality and its CPU time a frame in microseconds.</summary>
    /// <param name="arguments">A folder of JPEGs, then the qualities.</param>
    public static int Print(string[] arguments)
    {
        if (arguments is not [var folder, _, ..] || !Directory.Exists(folder)
            || Directory.GetFiles(folder, "*.jpg") is not { Length: > 0 } files)
        {
            Console.Error.WriteLine("--encodes needs a folder with JPEGs, and qualities");
            return 1;
        }

        PixelPlanes[] frames = [.. files.Order().Take(Frames).Select(Read)];
        foreach (string quality in arguments[1..])
        {
            double microseconds = Measure(frames, int.Parse(quality, CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{quality}\t{microseconds:0}"));
        }

        return 0;
    }

    private static double Measure(PixelPlanes[] frames, int quality)
    {
        Encode(frames, quality);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Encode(frames, quality)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (threads.Length * Rounds * frames.Length);
    }

    private static void Encode(PixelPlanes[] frames, int quality)
    {
        using var compressor = new JpegCompressor();
        for (int i = 0; i < Rounds * frames.Length; i++)
            compressor.Compress(frames[i % frames.Length], quality);
    }

    private static PixelPlanes Read(string file)
    {
        using Mat pixels = Cv2.ImRead(file);
        var planes = new PixelPlanes();
        BgrConversion.ToPlanes(pixels, planes);
        return planes;
    }
}
