using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>SSpatialLayerConfig of codec_app_def.h: the video of one size. Only one is encoded.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenH264SpatialLayer
{
    /// <summary>PRO_BASELINE (constrained) and PRO_HIGH of EProfileIdc.</summary>
    public const int Baseline = 66, High = 100;

    public int Width, Height;

    public float FrameRate;

    /// <summary>Bits a second.</summary>
    public int Bitrate, MaxBitrate;

    public int Profile;

    /// <summary>0: the lowest that is enough.</summary>
    public int Level;

    /// <summary>For a constant quality. Not used.</summary>
    public int Quantizer;

    public OpenH264Slices Slices;

    /// <summary>Whether the fields that follow are written into the SPS.</summary>
    public byte HasVideoSignal;

    public byte VideoFormat, IsFullRange, HasColours, Primaries, Transfer, Matrix, HasAspectRatio;

    public int AspectRatio;

    public ushort AspectWidth, AspectHeight;
}
