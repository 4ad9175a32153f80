using System.Globalization;
using VideoStream.Encoding.H264;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>Writes raw pictures as a stream, encoded as the service does it, so that a program can compare it with the pictures.</summary>
internal static class StreamFile
{
    private const int Rate = 25;

    /// <summary>Writes the stream, and prints its bytes a frame.</summary>
    /// <param name="arguments">
    /// h264 and kilobits a second, or jpeg and a quality; the size of the pictures; a file of their planes, 4:2:0; and the stream's file.
    /// </param>
    public static int Write(string[] arguments)
    {
        if (arguments is not [("h264" or "jpeg") and var codec, var text, var box, var pictures, var stream]
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !PictureSize.TryParse(box, out PictureSize size) || !File.Exists(pictures))
        {
            Console.Error.WriteLine("--stream needs h264 or jpeg, kilobits or quality, a size, a file of pictures, and a file to write");
            return 1;
        }

        using FileStream from = File.OpenRead(pictures);
        using FileStream to = File.Create(stream);
        int count = codec == "h264" ? WriteUnits(from, to, size, number) : WriteJpegs(from, to, size, number);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(double)to.Length / count:0}"));
        return 0;
    }

    private static int WriteUnits(FileStream from, FileStream to, PictureSize size, int kilobits)
    {
        using var encoder = new OpenH264Encoder(new H264Settings(size, kilobits, Rate));
        return ForEach(from, size, (picture, number) =>
        {
            encoder.Submit(picture, new(TimeSpan.FromSeconds((double)number / Rate), AsKeyFrame: false), out H264Unit unit);
            to.Write(unit.Bytes);
        });
    }

    private static int WriteJpegs(FileStream from, FileStream to, PictureSize size, int quality)
    {
        using var compressor = new JpegCompressor();
        return ForEach(from, size, (picture, _) =>
        {
            compressor.Compress(picture, quality);
            to.Write(compressor.Jpeg);
        });
    }

    private static int ForEach(FileStream from, PictureSize size, Action<PixelPlanes, int> encode)
    {
        var picture = new PixelPlanes();
        picture.Create(size, ChromaSubsampling.Yuv420);
        int count = 0;
        for (; from.ReadAtLeast(picture.Bytes, picture.Bytes.Length, throwOnEndOfStream: false) == picture.Bytes.Length; count++)
            encode(picture, count);
        return count;
    }
}
