using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>SBitrateInfo of codec_app_def.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenH264Bitrate
{
    /// <summary>SPATIAL_LAYER_ALL of LAYER_NUM.</summary>
    public const int AllLayers = 4;

    /// <summary>The spatial layer.</summary>
    public int Layer;

    /// <summary>Bits a second.</summary>
    public int Bits;
}
