using System.Runtime.InteropServices;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Whether libturbojpeg is installed. It encodes JPEGs from planes and decodes them to planes, in a smaller size if that is enough. OpenCV
/// takes its place where it is missing, at about twice the cost.
/// </summary>
internal static class TurboJpeg
{
    /// <summary>The package to install, for messages.</summary>
    public const string Package = "libturbojpeg0 (libturbojpeg on Ubuntu)";

    /// <summary>The newest function that is needed, which came with version 2.0.</summary>
    private const string NewestFunction = "tjGetErrorCode";

    /// <summary>Whether it is installed, and not too old.</summary>
    public static bool IsAvailable { get; } = TryLoad();

    private static bool TryLoad() =>
        NativeLibrary.TryLoad(TurboJpegNative.Library, typeof(TurboJpeg).Assembly, null, out nint library)
        && NativeLibrary.TryGetExport(library, NewestFunction, out _);
}
