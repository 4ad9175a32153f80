using System.Runtime.InteropServices;

namespace VideoStream.Frames.Jpeg;

/// <summary>A compressor or decompressor of libturbojpeg. One thread at a time uses it.</summary>
internal sealed class TurboJpegHandle : SafeHandle
{
    /// <summary>How libjpeg's warnings begin, as its header jerror.h has them.</summary>
    private static readonly string[] Warnings =
    [
        "Corrupt JPEG data", "Premature end of JPEG file", "Inconsistent progression sequence", "Warning: ", "Invalid SOS parameters",
        "Unknown Adobe color transform",
    ];

    private TurboJpegHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <summary>The native handle. Valid until this one is disposed.</summary>
    public nint Value => handle;

    public static TurboJpegHandle Compressor() => Checked(TurboJpegNative.InitCompress());

    public static TurboJpegHandle Decompressor() => Checked(TurboJpegNative.InitDecompress());

    public static TurboJpegHandle Transformer() => Checked(TurboJpegNative.InitTransform());

    /// <summary>
    /// Whether the last call failed so that its result can't be used. A damaged picture is a warning only. An error after a warning has
    /// the code of the warning, but its own text.
    /// </summary>
    public bool HasFailed(int result) => result != TurboJpegNative.Success
        && (TurboJpegNative.GetErrorCode(handle) != TurboJpegNative.Warning
            || !Warnings.Any(warning => ErrorText.StartsWith(warning, StringComparison.Ordinal)));

    /// <summary>What the library says of the last failure.</summary>
    public unsafe string ErrorText => Marshal.PtrToStringUTF8((nint)TurboJpegNative.GetErrorText(handle)) ?? "unknown error";

    protected override bool ReleaseHandle() => TurboJpegNative.Destroy(handle) == TurboJpegNative.Success;

    private static TurboJpegHandle Checked(nint handle) =>
        handle != 0 ? new TurboJpegHandle(handle) : throw new InsufficientMemoryException("libturbojpeg has no memory");
}
