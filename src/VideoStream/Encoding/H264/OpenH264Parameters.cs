using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>
/// SEncParamExt of codec_app_def.h: the settings of an encoder. The comments name only what is not obvious. Flags are 0 or 1.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenH264Parameters
{
    /// <summary>CAMERA_VIDEO_REAL_TIME of EUsageType.</summary>
    public const int Camera = 0;

    /// <summary>RC_BITRATE_MODE of RC_MODES.</summary>
    public const int BitrateMode = 1;

    /// <summary>LOW_COMPLEXITY of ECOMPLEXITY_MODE.</summary>
    public const int LowComplexity = 0;

    /// <summary>CONSTANT_ID of EParameterSetStrategy: all SPS and PPS have the id 0.</summary>
    public const int ConstantIds = 0;

    public int Usage, Width, Height;

    /// <summary>Bits a second.</summary>
    public int Bitrate;

    public int RateControl;

    public float MaxFrameRate;

    public int TemporalLayers, SpatialLayers;

    /// <summary>The only one that is used. The others follow.</summary>
    public OpenH264SpatialLayer Layer;

    public OpenH264SpatialLayer SecondLayer, ThirdLayer, FourthLayer;

    public int Complexity;

    /// <summary>Pictures from one key frame to the next; 0 for endless.</summary>
    public uint KeyFrameInterval;

    public int References;

    public int ParameterSetIds;

    public byte HasPrefixUnits, HasSubsequenceSei, IsSimulcast;

    public int Padding;

    /// <summary>0: CAVLC, 1: CABAC, which baseline does not have.</summary>
    public int EntropyCoding;

    public byte MaySkip;

    /// <summary>Bits a second.</summary>
    public int MaxBitrate;

    public int MaxQuantizer, MinQuantizer;

    public uint MaxUnitBytes;

    public byte HasLongTermReferences;

    public int LongTermReferences;

    public uint LongTermInterval;

    /// <summary>1: none beside the caller's.</summary>
    public ushort Threads;

    public byte BalancesLoad;

    /// <summary>0: on.</summary>
    public int LoopFilter;

    public int LoopFilterAlpha, LoopFilterBeta;

    public byte Denoises, DetectsBackground, AdaptsQuantizer, Crops;

    /// <summary>Whether a new scene becomes a key frame, though nobody asked for one.</summary>
    public byte DetectsScenes;

    public byte IsLosslessLink, LimitsOvershoot;

    /// <summary>The size of a key frame, in percent of the average.</summary>
    public int KeyFrameShare;

    /// <summary>Added in 2.6. Older versions do not read them.</summary>
    public byte MeasuresLuma, MeasuresBlue, MeasuresRed;
}
