using OpenCvSharp;
using OpenCvSharp.Internal;
using OpenCvSharp.Internal.Vectors;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Encodes JPEGs with OpenCV, where libturbojpeg is missing. Keeps its native memory, so it is used for one picture at a time.
/// </summary>
internal sealed class OpenCvCompressor : IJpegCompressor
{
    private readonly VectorOfByte _jpeg = new();
    private readonly Mat _pixels = new();
    private readonly int[] _parameters = new int[2];

    /// <inheritdoc/>
    public unsafe ReadOnlySpan<byte> Jpeg => new((void*)_jpeg.ElemPtr, _jpeg.Size);

    /// <inheritdoc/>
    public void Compress(PixelPlanes picture, int quality)
    {
        BgrConversion.ToBgr(picture, _pixels);
        (_parameters[0], _parameters[1]) = ((int)ImwriteFlags.JpegQuality, quality);
        using InputArray input = InputArray.Create(_pixels);
        NativeMethods.HandleException(NativeMethods.imgcodecs_imencode_vector(
            ".jpg", input.CvPtr, _jpeg.CvPtr, _parameters, _parameters.Length, out int succeeded));
        if (succeeded == 0)
            throw new InvalidOperationException($"OpenCV could not encode a frame of {picture.Size}");
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _jpeg.Dispose();
    }
}
