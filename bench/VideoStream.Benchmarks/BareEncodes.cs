using System.Globalization;
using OpenCvSharp;
using OpenCvSharp.Internal;
using OpenCvSharp.Internal.Vectors;

namespace VideoStream.Benchmarks;

/// <summary>What OpenCV's encoder takes for a picture by itself: what the service can't do without for each quality that it is asked for.</summary>
internal static class BareEncodes
{
    private const int Rounds = 100;

    /// <summary>Prints, for each quality, its CPU time a picture in microseconds, smallest of three rounds.</summary>
    /// <param name="arguments">A JPEG, and qualities.</param>
    public static int Print(string[] arguments)
    {
        if (arguments is not [var file, _, ..])
        {
            Console.Error.WriteLine("--encodes needs a JPEG and qualities");
            return 1;
        }

        using Mat picture = Cv2.ImRead(file);
        if (picture.Empty())
        {
            Console.Error.WriteLine($"no picture: {file}");
            return 1;
        }

        foreach (string quality in arguments[1..])
        {
            double least = Enumerable.Range(0, 3).Min(_ => Measure(picture, int.Parse(quality, CultureInfo.InvariantCulture)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{quality}\t{least:0}"));
        }

        return 0;
    }

    private static double Measure(Mat picture, int quality)
    {
        using var jpeg = new VectorOfByte();
        using InputArray input = InputArray.Create(picture);
        int[] parameters = [(int)ImwriteFlags.JpegQuality, quality];
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < Rounds; i++)
            NativeMethods.HandleException(NativeMethods.imgcodecs_imencode_vector(".jpg", input.CvPtr, jpeg.CvPtr, parameters, parameters.Length, out _));
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Rounds;
    }
}
