using System.Globalization;
using VideoStream.Configuration;

namespace VideoStream.Frames;

/// <summary>Width and height of a frame in pixels.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    public bool IsAllowed =>
        Width is >= SizeLimits.MinSide and <= SizeLimits.MaxSide && Height is >= SizeLimits.MinSide and <= SizeLimits.MaxSide;

    /// <summary>
    /// Shrinks this size to fit into a box. Keeps the aspect ratio to the pixel, never enlarges, and leaves at least one pixel a side.
    /// Fitting a size into its own result changes nothing.
    /// </summary>
    public PictureSize FitInto(PictureSize maxSize)
    {
        if (maxSize.Width >= Width && maxSize.Height >= Height)
            return this;
        var wide = new PictureSize(maxSize.Width, Scaled(Height, (double)maxSize.Width / Width));
        var high = new PictureSize(Scaled(Width, (double)maxSize.Height / Height), maxSize.Height);
        return wide.Height > maxSize.Height || high.Width == maxSize.Width ? high : wide;
    }

    /// <summary>The largest size within both.</summary>
    public PictureSize Intersect(PictureSize other) => new(Math.Min(Width, other.Width), Math.Min(Height, other.Height));

    /// <summary>The smallest size that holds both.</summary>
    public PictureSize Union(PictureSize other) => new(Math.Max(Width, other.Width), Math.Max(Height, other.Height));

    /// <summary>Reads <c>640x360</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PictureSize size)
    {
        int x = text.IndexOf('x');
        size = default;
        if (x < 0
            || !TryParseSide(text[..x], out int width)
            || !TryParseSide(text[(x + 1)..], out int height))
            return false;
        size = new PictureSize(width, height);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    /// <summary>Reads digits alone. The framework's parser ignores zero bytes behind them.</summary>
    private static bool TryParseSide(ReadOnlySpan<char> text, out int side)
    {
        side = 0;
        return !text.ContainsAnyExceptInRange('0', '9')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side);
    }

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));
}
