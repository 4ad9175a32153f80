using System.Runtime.InteropServices;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Turns JPEGs without loss with libturbojpeg: it moves the coefficients of the blocks and decodes no pixels. Works where the picture
/// consists of whole blocks.
/// </summary>
internal static unsafe class JpegTurner
{
    // The header's enumeration TJXOP.
    private const int None = 0, FlipHorizontal = 1, FlipVertical = 2, Transpose = 3, Transverse = 4, Turn90 = 5, Turn180 = 6, Turn270 = 7;

    /// <summary>
    /// The library keeps two whole pictures of coefficients, of two bytes for each sample: 144 MB for the largest that is turned without
    /// loss, which has 24 million pixels of 4:2:0, or 12 of 4:4:4. What is larger is decoded.
    /// </summary>
    private const double MaxSamples = 36_000_000;

    private const double BlockSamples = 64;

    /// <summary>Whether all blocks that a turn moves are whole, as <see cref="TryTurn"/> needs them.</summary>
    /// <param name="size">The size of the JPEG.</param>
    /// <param name="unit">The pixels that can only be moved together.</param>
    /// <param name="by">How to turn.</param>
    public static bool CanTurn(PictureSize size, PictureSize unit, Orientation by)
    {
        // In a unit each colour has one block.
        double samples = (double)size.Width * size.Height * (1 + (2 * BlockSamples / (unit.Width * unit.Height)));
        if (samples > MaxSamples)
            return false;
        // What is turned against its direction begins with its last unit.
        (bool isWide, bool isHigh) = (size.Width % unit.Width == 0, size.Height % unit.Height == 0);
        return OperationOf(by) switch
        {
            FlipHorizontal or Turn270 => isWide,
            FlipVertical or Turn90 => isHigh,
            Transverse or Turn180 => isWide && isHigh,
            _ => true,
        };
    }

    /// <summary>Tries to turn a JPEG.</summary>
    /// <returns>
    /// A buffer with a reference for the caller; null if the blocks at an edge are not whole, the JPEG is damaged, or libturbojpeg is
    /// missing.
    /// </returns>
    public static PooledBuffer? TryTurn(ReadOnlySpan<byte> jpeg, Orientation by)
    {
        if (!TurboJpeg.IsAvailable)
            return null;
        using TurboJpegHandle turner = TurboJpegHandle.Transformer();
        var transform = new TurboJpegTransform
        {
            Operation = OperationOf(by),
            Options = TurboJpegTransform.Perfect | TurboJpegTransform.CopyNone,
        };
        byte* turned = null;
        var length = default(CULong);
        try
        {
            fixed (byte* bytes = jpeg)
            {
                int result = TurboJpegNative.Transform(
                    turner.Value, bytes, new CULong((nuint)jpeg.Length), 1, &turned, &length, &transform, TurboJpegNative.LimitScans);
                return !turner.HasFailed(result) ? PooledBuffer.Copy(new(turned, checked((int)length.Value))) : null;
            }
        }
        finally
        {
            TurboJpegNative.Free(turned);
        }
    }

    private static int OperationOf(Orientation by)
    {
        // Of two flips a turn by 180 degrees is made.
        Orientation one = default(Orientation).Then(by);
        return (one.Degrees, one.FlipHorizontal, one.FlipVertical) switch
        {
            (0, true, _) or (180, _, true) => FlipHorizontal,
            (0, _, true) or (180, true, _) => FlipVertical,
            (90, true, _) or (270, _, true) => Transpose,
            (90, _, true) or (270, true, _) => Transverse,
            (90, _, _) => Turn90,
            (180, _, _) => Turn180,
            (270, _, _) => Turn270,
            _ => None,
        };
    }
}
