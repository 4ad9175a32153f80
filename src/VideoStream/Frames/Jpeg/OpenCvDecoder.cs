using OpenCvSharp;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Decodes JPEGs with OpenCV: all of them where libturbojpeg is missing, else those whose colours are not YCbCr or have an unusual
/// sampling.
/// </summary>
internal static class OpenCvDecoder
{
    /// <summary>Decodes a JPEG in its own size.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static PixelPlanes Decode(ReadOnlySpan<byte> jpeg, FramePool pool)
    {
        using Mat decoded = Decode(jpeg);
        if (decoded.Empty())
            throw new InvalidDataException("the camera's JPEG can't be decoded");
        PixelPlanes planes = pool.Rent();
        try
        {
            BgrConversion.ToPlanes(decoded, planes);
            return planes;
        }
        catch
        {
            pool.Return(planes);
            throw;
        }
    }

    private static Mat Decode(ReadOnlySpan<byte> jpeg)
    {
        DecoderWarnings.Begin();
        try
        {
            // The orientation in the Exif data is applied together with that of the camera's options.
            return Cv2.ImDecode(jpeg, ImreadModes.Color | ImreadModes.IgnoreOrientation);
        }
        finally
        {
            DecoderWarnings.End();
        }
    }
}
