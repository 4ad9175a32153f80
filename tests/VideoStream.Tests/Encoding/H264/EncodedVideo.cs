using VideoStream.Encoding.H264;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.H264;

/// <summary>Videos that OpenH264 has encoded.</summary>
internal static class EncodedVideo
{
    /// <summary>Encodes the first pictures of <see cref="MovingPictures"/>, at 30 frames/s.</summary>
    /// <param name="size">Their size.</param>
    /// <param name="kilobits">The bitrate.</param>
    /// <param name="count">How many.</param>
    /// <param name="key">Which are asked for as key frames, beside the first one.</param>
    public static List<EncodedUnit> Encode(PictureSize size, int kilobits, int count, Func<int, bool>? key = null)
    {
        using var encoder = new OpenH264Encoder(new H264Settings(size, kilobits, 30));
        using var picture = new PixelPlanes();
        List<EncodedUnit> units = [];
        for (int i = 0; i < count; i++)
        {
            picture.PaintVideo(size, i);
            var at = TimeSpan.FromSeconds(i / 30.0);
            Assert.True(encoder.Submit(picture, new(at, key?.Invoke(i) == true), out H264Unit unit));
            units.Add(new EncodedUnit(unit.Bytes.ToArray(), unit.IsKeyFrame, unit.TemporalLayer));
        }

        return units;
    }

    public static byte[] Join(IEnumerable<EncodedUnit> units) => [.. units.SelectMany(unit => unit.Bytes)];

    /// <summary>The peak signal-to-noise ratio of a decoded picture, in dB.</summary>
    public static double Psnr(byte[] decoded, PictureSize size, int index)
    {
        using var picture = new PixelPlanes();
        picture.PaintVideo(size, index);
        ReadOnlySpan<byte> original = picture.Bytes, seen = decoded.AsSpan(index * original.Length, original.Length);
        double squares = 0;
        for (int i = 0; i < original.Length; i++)
            squares += (original[i] - seen[i]) * (original[i] - seen[i]);
        return 10 * Math.Log10(255.0 * 255 * original.Length / Math.Max(squares, 1));
    }
}
