using System.Runtime.InteropServices;

namespace VideoStream.Frames.Jpeg;

/// <summary>The functions of the C library libturbojpeg that are used, as its header turbojpeg.h declares them (2.0 and later).</summary>
internal static unsafe partial class TurboJpegNative
{
    /// <summary>The name that Debian's and Ubuntu's packages libturbojpeg0 and libturbojpeg install.</summary>
    public const string Library = "libturbojpeg.so.0";

    public const int Success = 0;

    /// <summary>An error after which the picture can be used, as <see cref="GetErrorCode"/> has it.</summary>
    public const int Warning = 0;

    public const int KeepBuffer = 1024, LimitScans = 32768;

    public const int ColourYCbCr = 1, ColourGrey = 2;

    public const int Sampling444 = 0, Sampling422 = 1, Sampling420 = 2, SamplingGrey = 3;

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    public static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjInitTransform")]
    public static partial nint InitTransform();

    [LibraryImport(Library, EntryPoint = "tjTransform")]
    public static partial int Transform(
        nint handle, byte* jpeg, CULong length, int count, byte** results, CULong* lengths, TurboJpegTransform* transforms, int flags);

    [LibraryImport(Library, EntryPoint = "tjFree")]
    public static partial void Free(byte* memory);

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    public static partial int GetErrorCode(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    public static partial byte* GetErrorText(nint handle);

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    public static partial CULong BufferSize(int width, int height, int sampling);

    [LibraryImport(Library, EntryPoint = "tjCompressFromYUVPlanes")]
    public static partial int CompressFromPlanes(
        nint handle, byte** planes, int width, int* strides, int height, int sampling, byte** jpeg, CULong* length, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int DecompressHeader(
        nint handle, byte* jpeg, CULong length, out int width, out int height, out int sampling, out int colours);

    [LibraryImport(Library, EntryPoint = "tjDecompressToYUVPlanes")]
    public static partial int DecompressToPlanes(
        nint handle, byte* jpeg, CULong length, byte** planes, int width, int* strides, int height, int flags);
}
