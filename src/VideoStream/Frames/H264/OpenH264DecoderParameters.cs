using System.Runtime.InteropServices;

namespace VideoStream.Frames.H264;

/// <summary>SDecodingParam of codec_app_def.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenH264DecoderParameters
{
    public nint ReconstructedFile;

    public uint CpuLoad;

    /// <summary>The highest of the spatial layers to decode.</summary>
    public byte TargetLayer;

    /// <summary>ERROR_CON_IDC: 2 shows what was there before in place of missing slices.</summary>
    public int Concealment;

    public byte OnlyParses;

    /// <summary>The length of the struct that begins here, SVideoProperty.</summary>
    public uint VideoPropertyLength;

    /// <summary>VIDEO_BITSTREAM_TYPE: 0 is AVC.</summary>
    public int StreamKind;

    public static OpenH264DecoderParameters Create() => new()
    {
        TargetLayer = byte.MaxValue,
        Concealment = 2,
        VideoPropertyLength = 2 * sizeof(uint),
    };
}
