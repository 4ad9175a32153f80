using System.Runtime.Intrinsics;

namespace VideoStream.Frames.Text;

/// <summary>Blends drawings into pictures. The colour under them becomes grey in proportion.</summary>
internal static class PlaneBlender
{
    /// <summary>Blends a drawing into a picture. What lies outside of the picture is left out.</summary>
    /// <param name="pixels">The picture.</param>
    /// <param name="mask">The drawing.</param>
    /// <param name="x">Where the drawing's origin is.</param>
    /// <param name="y">Where the drawing's origin is.</param>
    /// <param name="level">The luma of what is white in the drawing.</param>
    public static void Blend(PixelPlanes pixels, CoverageMask mask, int x, int y, byte level = byte.MaxValue)
    {
        (int left, int top) = (x + mask.Left, y + mask.Top);
        BlendLuma(pixels.Y, mask, left, top, level);
        if (pixels.IsGrey)
            return;
        int across = pixels.Subsampling == ChromaSubsampling.Yuv444 ? 0 : 1;
        int down = pixels.Subsampling == ChromaSubsampling.Yuv420 ? 1 : 0;
        BlendChroma(pixels.Cb, pixels.Cr, mask, left, top, across, down);
    }

    private static void BlendLuma(Plane luma, CoverageMask mask, int left, int top, byte level)
    {
        int first = Math.Max(0, left), last = Math.Min(luma.Width, left + mask.Width);
        if (first >= last)
            return;
        for (int row = Math.Max(0, -top); row < Math.Min(mask.Height, luma.Height - top); row++)
        {
            Blend(
                luma.Row(top + row)[first..last], mask.CoverFrom(row, first - left), mask.LightFrom(row, first - left), level);
        }
    }

    private static void BlendChroma(Plane blue, Plane red, CoverageMask mask, int left, int top, int across, int down)
    {
        int first = Math.Max(0, left >> across), last = Math.Min(blue.Width, ((left + mask.Width - 1) >> across) + 1);
        if (first >= last)
            return;
        Span<byte> buffer = stackalloc byte[GlyphMask.Padded(last - first)];
        int end = Math.Min(blue.Height, ((top + mask.Height - 1) >> down) + 1);
        for (int y = Math.Max(0, top >> down); y < end; y++)
        {
            ReadOnlySpan<byte> cover = buffer;
            int row = (y << down) - top;
            if (across == 0)
                cover = mask.CoverFrom(row, first - left);
            else
                Average(mask, row, row + down, (first << 1) - left, buffer);
            Blend(blue.Row(y)[first..last], cover, cover, PixelPlanes.Neutral);
            Blend(red.Row(y)[first..last], cover, cover, PixelPlanes.Neutral);
        }
    }

    /// <summary>The mean of each two times two pixels, of which the two rows may be the same one.</summary>
    private static void Average(CoverageMask mask, int row, int next, int column, Span<byte> to)
    {
        // A column before the first one is in the zeros between the rows.
        ReadOnlySpan<byte> upper = mask.CoverFrom(row, column), lower = mask.CoverFrom(next, column);
        Vector128<ushort> low = Vector128.Create((ushort)0xFF), two = Vector128.Create((ushort)2);
        for (int i = 0; i < to.Length; i += Vector128<ushort>.Count)
        {
            Vector128<ushort> one = Vector128.Create(upper[(2 * i)..]).AsUInt16(), other = Vector128.Create(lower[(2 * i)..]).AsUInt16();
            Vector128<ushort> sum = (one & low) + (one >>> 8) + (other & low) + (other >>> 8);
            Vector128<ushort> mean = (sum + two) >>> 2;
            Vector128.Narrow(mean, Vector128<ushort>.Zero).GetLower().CopyTo(to[i..]);
        }
    }

    /// <summary>Leaves of each sample what is not covered, and adds the level as much as it is light.</summary>
    private static void Blend(Span<byte> samples, ReadOnlySpan<byte> cover, ReadOnlySpan<byte> light, byte level)
    {
        int i = 0;
        for (; i <= samples.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector128<byte> covered = Vector128.Create(cover[i..]);
            if (covered == Vector128<byte>.Zero)
                continue;
            Blend(Vector128.Create<byte>(samples[i..]), covered, Vector128.Create(light[i..]), level).CopyTo(samples[i..]);
        }

        for (; i < samples.Length; i++)
        {
            int sum = (samples[i] * (byte.MaxValue - cover[i])) + (light[i] * level) + 128;
            samples[i] = (byte)((sum + (sum >> 8)) >> 8);
        }
    }

    private static Vector128<byte> Blend(Vector128<byte> samples, Vector128<byte> cover, Vector128<byte> light, byte level)
    {
        var (lower, upper) = Vector128.Widen(samples);
        var (keepLower, keepUpper) = Vector128.Widen(~cover);
        var (lightLower, lightUpper) = Vector128.Widen(light);
        Vector128<ushort> levels = Vector128.Create((ushort)level);
        return Vector128.Narrow(
            Divide((lower * keepLower) + (lightLower * levels)), Divide((upper * keepUpper) + (lightUpper * levels)));
    }

    /// <summary>Divides by 255, and rounds.</summary>
    private static Vector128<ushort> Divide(Vector128<ushort> sum)
    {
        Vector128<ushort> more = sum + Vector128.Create((ushort)128);
        return (more + (more >>> 8)) >>> 8;
    }
}
