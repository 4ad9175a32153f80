using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>SBitrateInfo of codec_app_def.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenH264Bitrate
{
    /// <summary>The spatial layer: 0, the only one. SPATIAL_LAYER_ALL changes the limit of the sum, but not the layer's.</summary>
    public int Layer;

    /// <summary>Bits a second.</summary>
    public int Bits;
}
