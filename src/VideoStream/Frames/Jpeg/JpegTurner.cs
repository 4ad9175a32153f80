using System.Runtime.InteropServices;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Turns JPEGs without loss with libturbojpeg: it moves the coefficients of the blocks and decodes no pixels. Works where the picture
/// consists of whole blocks.
/// </summary>
internal static unsafe class JpegTurner
{
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
                return result == TurboJpegNative.Success ? PooledBuffer.Copy(new(turned, checked((int)length.Value))) : null;
            }
        }
        finally
        {
            TurboJpegNative.Free(turned);
        }
    }

    /// <summary>A number of the header's enumeration TJXOP.</summary>
    private static int OperationOf(Orientation by)
    {
        const int none = 0, flipHorizontal = 1, flipVertical = 2, transpose = 3, transverse = 4, turn90 = 5, turn180 = 6, turn270 = 7;
        // Of two flips a turn by 180 degrees is made.
        Orientation one = default(Orientation).Then(by);
        return (one.Degrees, one.FlipHorizontal, one.FlipVertical) switch
        {
            (0, true, _) or (180, _, true) => flipHorizontal,
            (0, _, true) or (180, true, _) => flipVertical,
            (90, true, _) or (270, _, true) => transpose,
            (90, _, true) or (270, true, _) => transverse,
            (90, _, _) => turn90,
            (180, _, _) => turn180,
            (270, _, _) => turn270,
            _ => none,
        };
    }
}
