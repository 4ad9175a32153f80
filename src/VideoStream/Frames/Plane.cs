using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>
/// The samples of one component of a picture, 8 bits each, row after row. Valid as long as its <see cref="PixelPlanes"/>.
/// </summary>
/// <param name="data">The first sample.</param>
/// <param name="width">Samples of a row.</param>
/// <param name="height">Rows.</param>
/// <param name="stride">Bytes from a row to the next one.</param>
internal readonly unsafe struct Plane(byte* data, int width, int height, int stride)
{
    public byte* Data => data;

    public int Width => width;

    public int Height => height;

    public int Stride => stride;

    /// <summary>The samples of a row.</summary>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)height);
        return new(data + ((nint)y * stride), width);
    }

    /// <summary>Sets all samples.</summary>
    public void Fill(byte value)
    {
        for (int y = 0; y < height; y++)
            Row(y).Fill(value);
    }

    /// <summary>Copies all samples to a plane of the same size.</summary>
    public void CopyTo(Plane to)
    {
        for (int y = 0; y < height; y++)
            Row(y).CopyTo(to.Row(y));
    }

    /// <summary>The same memory for OpenCV. The caller disposes of the header.</summary>
    public Mat AsMat() => Mat.FromPixelData(height, width, MatType.CV_8UC1, (nint)data, stride);
}
