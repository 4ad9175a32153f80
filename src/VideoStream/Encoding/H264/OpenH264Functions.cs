using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>
/// ISVCEncoderVtbl of codec_api.h: the functions of an encoder, of which the first argument is the encoder. Each returns 0, or a CM_RETURN
/// of codec_def.h.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpenH264Functions
{
    /// <summary>By the parameters that are used less. Not used.</summary>
    public nint InitializeBasic;

    public delegate* unmanaged[Cdecl]<nint, OpenH264Parameters*, int> Initialize;

    public delegate* unmanaged[Cdecl]<nint, OpenH264Parameters*, int> GetDefaults;

    public delegate* unmanaged[Cdecl]<nint, int> Uninitialize;

    public delegate* unmanaged[Cdecl]<nint, OpenH264Picture*, byte*, int> Encode;

    /// <summary>The parameter sets alone. Not used.</summary>
    public nint EncodeParameterSets;

    /// <summary>Has a third argument, the spatial layer, which the header for C leaves out. -1 is all.</summary>
    public delegate* unmanaged[Cdecl]<nint, byte, int, int> ForceKeyFrame;

    public delegate* unmanaged[Cdecl]<nint, int, void*, int> SetOption;

    public delegate* unmanaged[Cdecl]<nint, int, void*, int> GetOption;
}
