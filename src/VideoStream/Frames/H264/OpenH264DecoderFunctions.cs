using System.Runtime.InteropServices;

namespace VideoStream.Frames.H264;

/// <summary>
/// ISVCDecoderVtbl of codec_api.h: the functions of a decoder, of which the first argument is the decoder. Those without a type are not
/// used.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpenH264DecoderFunctions
{
    /// <summary>DECODER_OPTION_TRACE_LEVEL of codec_app_def.h.</summary>
    public const int TraceLevel = 9;

    public delegate* unmanaged[Cdecl]<nint, OpenH264DecoderParameters*, nint> Initialize;

    public delegate* unmanaged[Cdecl]<nint, nint> Uninitialize;

    public nint Decode;

    /// <summary>Decodes a unit without waiting for the start of the next one.</summary>
    public delegate* unmanaged[Cdecl]<nint, byte*, int, byte**, OpenH264Output*, int> DecodeWithoutDelay;

    public nint DecodeAnother, Flush, Parse, DecodeExtended;

    public delegate* unmanaged[Cdecl]<nint, int, void*, nint> SetOption;

    public nint GetOption;
}
