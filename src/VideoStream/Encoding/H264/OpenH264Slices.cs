using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>SSliceArgument of codec_app_def.h: into how many slices a picture is split.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpenH264Slices
{
    /// <summary>SM_SINGLE_SLICE and SM_FIXEDSLCNUM_SLICE of SliceModeEnum.</summary>
    public const int Single = 0, FixedCount = 1;

    private const int MaxSlices = 35;

    public int Mode;

    public uint Count;

    /// <summary>The macroblocks of each slice. Not used.</summary>
    public fixed uint Macroblocks[MaxSlices];

    /// <summary>Not used.</summary>
    public uint MaxBytes;
}
