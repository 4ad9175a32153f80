using System.Runtime.InteropServices;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Silences libjpeg while it decodes. It prints a line to standard error for each JPEG that is odd but can be shown, such as one with a few
/// bytes too many before its end. Many cameras send nothing else, which would be thirty lines a second. OpenCV has no setting for it.
/// So the C library's <c>stderr</c> refers to nothing meanwhile. Not longer, because .NET prints there why it crashed.
/// </summary>
internal static unsafe partial class DecoderWarnings
{
    private static readonly Lock Gate = new();

    // glibc lets a program assign its stderr. Elsewhere it may be in memory that can't be written.
    private static readonly nint* Error = FindError();
    private static readonly nint Nothing = Error is null ? 0 : OpenFile("/dev/null", "w");
    private static int _decoders;
    private static nint _original;

    /// <summary>Begins a decode. <see cref="End"/> must follow.</summary>
    public static void Begin()
    {
        if (Nothing == 0)
            return;
        lock (Gate)
        {
            if (_decoders++ > 0)
                return;
            _original = *Error;
            *Error = Nothing;
        }
    }

    /// <summary>Ends a decode.</summary>
    public static void End()
    {
        if (Nothing == 0)
            return;
        lock (Gate)
        {
            if (--_decoders == 0)
                *Error = _original;
        }
    }

    private static nint* FindError() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out nint library)
        && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _)
        && NativeLibrary.TryGetExport(library, "stderr", out nint error)
            ? (nint*)error
            : null;

    [LibraryImport("libc", EntryPoint = "fopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFile(string path, string mode);
}
