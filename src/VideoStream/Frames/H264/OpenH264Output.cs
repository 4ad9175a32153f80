using System.Runtime.InteropServices;

namespace VideoStream.Frames.H264;

/// <summary>SBufferInfo of codec_def.h: a decoded picture, in memory of the decoder.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenH264Output
{
    /// <summary>1 if there is a picture.</summary>
    public int Status;

    public ulong InputTimestamp, OutputTimestamp;

    /// <summary>The size that is shown: without what cropping cuts off.</summary>
    public int Width, Height;

    /// <summary>EVideoFormatType: 23 for three planes of 4:2:0.</summary>
    public int Format;

    /// <summary>Bytes from a row to the next one.</summary>
    public int LumaStride, ChromaStride;

    public nint Y, Cb, Cr;

    public readonly bool HasPicture => Status == 1 && Y != 0;
}
