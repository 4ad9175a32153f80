using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>Pictures of a video: soft shapes that move, with some texture. The same in every run.</summary>
internal static class MovingPictures
{
    /// <summary>Paints a picture of the video.</summary>
    public static void PaintVideo(this PixelPlanes picture, PictureSize size, int index)
    {
        picture.Create(size, ChromaSubsampling.Yuv420);
        Paint(picture.Y, 1, index);
        Paint(picture.Cb, 2, index + 50);
        Paint(picture.Cr, 2, index + 90);
    }

    /// <summary>Paints noise, of which nothing can be predicted.</summary>
    public static void PaintNoise(this PixelPlanes picture, PictureSize size, int seed)
    {
        picture.Create(size, ChromaSubsampling.Yuv420);
        new Random(seed).NextBytes(picture.Bytes);
    }

    private static void Paint(Plane plane, int scale, int index)
    {
        double[] across = [.. Enumerable.Range(0, plane.Width).Select(x => Math.Sin(((x * scale) + (3 * index)) / 23.0))];
        for (int y = 0; y < plane.Height; y++)
        {
            double down = 70 * Math.Cos(((y * scale) - (2 * index)) / 17.0);
            Span<byte> row = plane.Row(y);
            for (int x = 0; x < row.Length; x++)
                row[x] = (byte)(128 + (across[x] * down) + ((((x * 7) + (y * 13)) % 11) - 5));
        }
    }
}
