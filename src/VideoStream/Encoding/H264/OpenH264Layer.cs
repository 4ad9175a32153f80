using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>SLayerBSInfo of codec_app_def.h: NAL units that follow each other in memory. 2.6 has three floats after it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpenH264Layer
{
    /// <summary>VIDEO_CODING_LAYER of LAYER_TYPE: slices. Other layers have parameter sets.</summary>
    public const byte Video = 1;

    public byte TemporalLayer, SpatialLayer, QualityLayer;

    public int FrameType;

    public byte Type;

    public int Subsequence;

    public int UnitCount;

    /// <summary>The length of each NAL unit, with its start code.</summary>
    public int* UnitLengths;

    public byte* Bytes;

    /// <summary>All its NAL units.</summary>
    public readonly ReadOnlySpan<byte> Units
    {
        get
        {
            int length = 0;
            for (int i = 0; i < UnitCount; i++)
                length += UnitLengths[i];
            return new(Bytes, length);
        }
    }
}
