using System.Runtime.Intrinsics;

namespace VideoStream.Frames;

/// <summary>Makes pictures with a colour sample for two times two pixels, which is all that most video encoders take.</summary>
internal static class Chroma420
{
    /// <summary>Writes a picture of any subsampling as 4:2:0: the mean of the samples that become one. Grey gets neutral colours.</summary>
    public static void Convert(PixelPlanes from, PixelPlanes to)
    {
        to.Create(from.Size, ChromaSubsampling.Yuv420);
        from.Y.CopyTo(to.Y);
        if (from.IsGrey)
        {
            to.Cb.Fill(PixelPlanes.Neutral);
            to.Cr.Fill(PixelPlanes.Neutral);
            return;
        }

        Reduce(from.Cb, to.Cb);
        Reduce(from.Cr, to.Cr);
    }

    private static void Reduce(Plane from, Plane to)
    {
        if (from.Height == to.Height)
        {
            from.CopyTo(to);
            return;
        }

        for (int y = 0; y < to.Height; y++)
        {
            // An odd height has no second row at its end.
            ReadOnlySpan<byte> upper = from.Row(2 * y), lower = from.Row(Math.Min((2 * y) + 1, from.Height - 1));
            if (from.Width == to.Width)
                MeanOfRows(upper, lower, to.Row(y));
            else
                MeanOfFour(upper, lower, to.Row(y));
        }
    }

    private static void MeanOfRows(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> to)
    {
        int i = 0;
        for (; i <= to.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector128<byte> a = Vector128.Create(upper.Slice(i, 16)), b = Vector128.Create(lower.Slice(i, 16));
            // Rounds up, within 8 bits.
            ((a | b) - ((a ^ b) >>> 1)).CopyTo(to[i..]);
        }

        for (; i < to.Length; i++)
            to[i] = (byte)((upper[i] + lower[i] + 1) >> 1);
    }

    private static void MeanOfFour(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> to)
    {
        int i = 0;
        for (; i <= to.Length - 16 && (2 * i) + 32 <= upper.Length; i += 16)
        {
            Vector128<ushort> low = Means(upper[(2 * i)..], lower[(2 * i)..]);
            Vector128<ushort> high = Means(upper[((2 * i) + 16)..], lower[((2 * i) + 16)..]);
            Vector128.Narrow(low, high).CopyTo(to[i..]);
        }

        for (; i < to.Length; i++)
        {
            int left = 2 * i, right = Math.Min(left + 1, upper.Length - 1);
            to[i] = (byte)((upper[left] + upper[right] + lower[left] + lower[right] + 2) >> 2);
        }
    }

    /// <summary>The means of eight times two samples of both rows.</summary>
    private static Vector128<ushort> Means(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower)
    {
        Vector128<ushort> a = Vector128.Create(upper[..16]).AsUInt16(), b = Vector128.Create(lower[..16]).AsUInt16();
        Vector128<ushort> left = Vector128.Create<ushort>(0xFF);
        return ((a & left) + (a >>> 8) + (b & left) + (b >>> 8) + Vector128.Create<ushort>(2)) >>> 2;
    }
}
