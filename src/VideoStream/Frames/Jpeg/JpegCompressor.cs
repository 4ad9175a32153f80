using System.Runtime.InteropServices;

namespace VideoStream.Frames.Jpeg;

/// <summary>Encodes planes as JPEGs with libturbojpeg. Keeps its memory from picture to picture, so it is used for one at a time.</summary>
internal sealed unsafe class JpegCompressor : IJpegCompressor
{
    private readonly TurboJpegHandle _compressor = TurboJpegHandle.Compressor();
    private byte* _jpeg;
    private nuint _capacity;
    private int _length;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Jpeg => new(_jpeg, _length);

    /// <inheritdoc/>
    public void Compress(PixelPlanes picture, int quality)
    {
        _length = 0;
        int sampling = SamplingOf(picture.Subsampling);
        (int width, int height) = (picture.Size.Width, picture.Size.Height);
        Reserve(TurboJpegNative.BufferSize(width, height, sampling).Value);
        picture.FillPadding();
        byte** planes = stackalloc byte*[] { picture.Y.Data, picture.Cb.Data, picture.Cr.Data };
        int* strides = stackalloc int[] { picture.Y.Stride, picture.Cb.Stride, picture.Cr.Stride };
        byte* jpeg = _jpeg;
        var length = new CULong(_capacity);
        int result = TurboJpegNative.CompressFromPlanes(
            _compressor.Value, planes, width, strides, height, sampling, &jpeg, &length, quality, TurboJpegNative.KeepBuffer);
        if (_compressor.HasFailed(result))
            throw new InvalidOperationException($"libturbojpeg could not encode a frame of {picture.Size}: {_compressor.ErrorText}");
        _length = checked((int)length.Value);
    }

    public void Dispose()
    {
        _compressor.Dispose();
        NativeMemory.Free(_jpeg);
        _jpeg = null;
        (_capacity, _length) = (0, 0);
    }

    private static int SamplingOf(ChromaSubsampling subsampling) => subsampling switch
    {
        ChromaSubsampling.Yuv444 => TurboJpegNative.Sampling444,
        ChromaSubsampling.Yuv422 => TurboJpegNative.Sampling422,
        ChromaSubsampling.Yuv420 => TurboJpegNative.Sampling420,
        _ => TurboJpegNative.SamplingGrey,
    };

    /// <summary>
    /// The library writes into memory that never has to grow. The system gives pages of it only when they are written to.
    /// </summary>
    private void Reserve(nuint length)
    {
        if (length <= _capacity)
            return;
        NativeMemory.Free(_jpeg);
        _jpeg = null;
        _capacity = 0;
        _jpeg = (byte*)NativeMemory.Alloc(length);
        _capacity = length;
    }
}
