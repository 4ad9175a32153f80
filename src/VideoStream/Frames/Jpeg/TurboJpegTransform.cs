using System.Runtime.InteropServices;

namespace VideoStream.Frames.Jpeg;

/// <summary>What libturbojpeg's tjTransform does with a JPEG: the struct tjtransform of its header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TurboJpegTransform
{
    /// <summary>Fail if blocks at an edge are not whole, which would have to stay where they are.</summary>
    public const int Perfect = 1;

    /// <summary>Copy no Exif data: it would say that the result must be turned again.</summary>
    public const int CopyNone = 64;

    /// <summary>The part of the picture. Not used.</summary>
    public int X, Y, Width, Height;

    /// <summary>How to turn, as the header numbers it.</summary>
    public int Operation;

    public int Options;

    /// <summary>For a filter of the coefficients. Not used.</summary>
    public nint Data, Filter;
}
