using System.Globalization;
using OpenCvSharp;
using OpenCvSharp.Internal;
using OpenCvSharp.Internal.Vectors;

namespace VideoStream.Benchmarks;

/// <summary>
/// What OpenCV's encoder takes for a frame by itself: what the service can't do without for each quality that it is asked for. On all cores at once, as
/// the service encodes, and with frames that are not in a core's cache.
/// </summary>
internal static class BareEncodes
{
    private const int Frames = 16, Rounds = 6;

    /// <summary>Prints, for each quality, its CPU time a frame in microseconds.</summary>
    /// <param name="arguments">A folder of JPEGs, and qualities.</param>
    public static int Print(string[] arguments)
    {
        if (arguments is not [var folder, _, ..] || !Directory.Exists(folder) || Directory.GetFiles(folder, "*.jpg") is not { Length: > 0 } files)
        {
            Console.Error.WriteLine("--encodes needs a folder of JPEGs, and qualities");
            return 1;
        }

        Mat[] frames = [.. files.Order().Take(Frames).Select(file => Cv2.ImRead(file))];
        Cv2.SetNumThreads(1);
        foreach (string quality in arguments[1..])
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{quality}\t{Measure(frames, int.Parse(quality, CultureInfo.InvariantCulture)):0}"));
        return 0;
    }

    private static double Measure(Mat[] frames, int quality)
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

    private static void Encode(Mat[] frames, int quality)
    {
        using var jpeg = new VectorOfByte();
        int[] parameters = [(int)ImwriteFlags.JpegQuality, quality];
        for (int i = 0; i < Rounds * frames.Length; i++)
        {
            using InputArray input = InputArray.Create(frames[i % frames.Length]);
            NativeMethods.HandleException(NativeMethods.imgcodecs_imencode_vector(".jpg", input.CvPtr, jpeg.CvPtr, parameters, parameters.Length, out _));
        }
    }
}
