using System.Globalization;
using OpenCvSharp;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>
/// How near a viewer's picture of a film is to the film's true one: by planes and libturbojpeg, as the service makes it, and by OpenCV from
/// blue, green and red. The viewer decodes both with OpenCV, and the mean of the peak signal-to-noise ratios of the frames is printed.
/// </summary>
internal static class FilmQuality
{
    private const int Frames = 50, Quality = 80;

    /// <summary>Prints a line for the film's own size, and one for each other size.</summary>
    /// <param name="arguments">The film, then sizes as 640x360.</param>
    /// <returns>0 if the planes are at least as good everywhere.</returns>
    public static int Print(string[] arguments)
    {
        if (arguments is not [var film, .. var boxes] || !File.Exists(film) || !TryParse(boxes, out PictureSize[] sizes))
        {
            Console.Error.WriteLine("--psnr needs a film, and may have sizes such as 640x360");
            return 1;
        }

        var (own, colours) = FilmFrames.Probe(film);
        byte[] bgr = FilmFrames.Bgr(film, Frames), planes = FilmFrames.Planes(film, Frames);
        bool isGood = true;
        foreach (PictureSize size in (PictureSize[])[own, .. sizes.Select(own.FitInto)])
        {
            byte[] truth = FilmFrames.True(film, size, Frames);
            double byPlanes = Mean(truth, size, new PlanesPath(planes, own, colours, size).Encode);
            double byOpenCv = Mean(truth, size, new BgrPath(bgr, own, size).Encode);
            isGood &= byPlanes >= byOpenCv;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{size}\tplanes {byPlanes:0.00} dB\tOpenCV {byOpenCv:0.00} dB"));
        }

        return isGood ? 0 : 1;
    }

    private static bool TryParse(string[] boxes, out PictureSize[] sizes)
    {
        sizes = [.. boxes.Select(box => PictureSize.TryParse(box, out PictureSize size) ? size : default)];
        return !sizes.Contains(default);
    }

    private static double Mean(byte[] truth, PictureSize size, Func<int, byte[]> encode)
    {
        int length = size.Width * size.Height * 3, count = truth.Length / length;
        return Enumerable.Range(0, count).Average(i =>
        {
            using Mat expected = Mat.FromPixelData(size.Height, size.Width, MatType.CV_8UC3, truth[(i * length)..((i + 1) * length)]);
            using Mat seen = Cv2.ImDecode(encode(i), ImreadModes.Color);
            return Cv2.PSNR(expected, seen);
        });
    }

    /// <summary>As the service does it.</summary>
    private sealed class PlanesPath(byte[] film, PictureSize own, VideoColours colours, PictureSize size)
    {
        private readonly PixelPlanes _video = new(), _picture = new(), _resized = new();
        private readonly JpegCompressor _compressor = new();

        public byte[] Encode(int frame)
        {
            _video.Create(own, ChromaSubsampling.Yuv420);
            int length = _video.Bytes.Length;
            film.AsSpan(frame * length, length).CopyTo(_video.Bytes);
            colours.Convert(_video, _picture);
            if (size != own)
                PictureResizer.Resize(_picture, _resized, size);
            _compressor.Compress(size == own ? _picture : _resized, Quality);
            return _compressor.Jpeg.ToArray();
        }
    }

    /// <summary>As OpenCV does it alone: no planes, and its own encoder.</summary>
    private sealed class BgrPath(byte[] film, PictureSize own, PictureSize size)
    {
        public byte[] Encode(int frame)
        {
            int length = own.Width * own.Height * 3;
            using Mat captured = Mat.FromPixelData(own.Height, own.Width, MatType.CV_8UC3, film[(frame * length)..((frame + 1) * length)]);
            using var resized = new Mat();
            bool isWhole = own.Width % size.Width == 0 && own.Height % size.Height == 0;
            InterpolationFlags by = isWhole || own.Width > size.Width * 2 ? InterpolationFlags.Area : InterpolationFlags.Linear;
            Cv2.Resize(captured, resized, new Size(size.Width, size.Height), 0, 0, by);
            return resized.ToBytes(".jpg", new ImageEncodingParam(ImwriteFlags.JpegQuality, Quality));
        }
    }
}
