using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VideoStream.Frames.H264;

/// <summary>Keeps the first error that an encoder logs in a call, which says more than the number that it returns.</summary>
internal sealed unsafe class OpenH264Trace
{
    /// <summary>WELS_LOG_ERROR of codec_app_def.h.</summary>
    public const int Errors = 1;

    /// <summary>What stands before the message: the encoder's address and the level.</summary>
    private const string Level = "Error:";

    /// <summary>The message; null if there is none.</summary>
    public string? Error { get; set; }

    /// <summary>A WelsTraceCallback of codec_api.h. Its context is a handle of an <see cref="OpenH264Trace"/>.</summary>
    public static delegate* unmanaged[Cdecl]<nint, int, byte*, void> Callback => &OnMessage;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint context, int level, byte* text)
    {
        if (level != Errors || GCHandle.FromIntPtr(context).Target is not OpenH264Trace { Error: null } trace)
            return;
        string message = Marshal.PtrToStringUTF8((nint)text) ?? "";
        int end = message.IndexOf(Level, StringComparison.Ordinal);
        trace.Error = message[(end < 0 ? 0 : end + Level.Length)..].Trim();
    }
}
