using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>SSourcePicture of codec_app_def.h: a picture to encode.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpenH264Picture
{
    /// <summary>videoFormatI420 of EVideoFormatType: 4:2:0 planes.</summary>
    public const int Planes420 = 23;

    public int Format;

    public fixed int Strides[4];

    public byte* Y, Cb, Cr, Fourth;

    public int Width, Height;

    /// <summary>Milliseconds.</summary>
    public long Timestamp;

    /// <summary>Added in 2.6. Older versions do not read them.</summary>
    public byte MeasuresLuma, MeasuresBlue, MeasuresRed;
}
