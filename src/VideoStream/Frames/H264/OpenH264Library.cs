using System.Runtime.InteropServices;

namespace VideoStream.Frames.H264;

/// <summary>
/// The functions of the C library OpenH264 that are used, as its header codec_api.h declares them. They are found by name, and not bound to
/// a file, because the library is installed as one of two files.
/// </summary>
internal sealed unsafe class OpenH264Library
{
    /// <summary>The files of Debian's and Ubuntu's packages: of 2.3 to 2.5, and of 2.6.</summary>
    private static readonly string[] Files = ["libopenh264.so.7", "libopenh264.so.8"];

    private static readonly string[] Functions =
        ["WelsCreateSVCEncoder", "WelsDestroySVCEncoder", "WelsCreateDecoder", "WelsDestroyDecoder"];

    private readonly delegate* unmanaged[Cdecl]<nint*, int> _create;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _destroy;

    private readonly delegate* unmanaged[Cdecl]<nint*, int> _createDecoder;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _destroyDecoder;

    private OpenH264Library(nint[] functions, OpenH264Version version)
    {
        _create = (delegate* unmanaged[Cdecl]<nint*, int>)functions[0];
        _destroy = (delegate* unmanaged[Cdecl]<nint, void>)functions[1];
        _createDecoder = (delegate* unmanaged[Cdecl]<nint*, int>)functions[2];
        _destroyDecoder = (delegate* unmanaged[Cdecl]<nint, void>)functions[3];
        Version = version;
    }

    public OpenH264Version Version { get; }

    /// <summary>Loads the library.</summary>
    /// <returns>It, or why it can't be used.</returns>
    public static (OpenH264Library? Library, string? Problem) Find()
    {
        string? problem = "OpenH264 is missing";
        foreach (string file in Files)
        {
            if (NativeLibrary.TryLoad(file, typeof(OpenH264Library).Assembly, null, out nint handle)
                && TryBind(handle, file, out problem) is { } library)
                return (library, null);
        }

        return (null, problem);
    }

    /// <summary>Makes an encoder.</summary>
    /// <exception cref="InsufficientMemoryException">There is no memory.</exception>
    public nint CreateEncoder()
    {
        nint encoder = 0;
        return _create(&encoder) == 0 && encoder != 0
            ? encoder
            : throw new InsufficientMemoryException("OpenH264 has no memory for an encoder");
    }

    public void DestroyEncoder(nint encoder) => _destroy(encoder);

    /// <summary>Makes a decoder.</summary>
    /// <exception cref="InsufficientMemoryException">There is no memory.</exception>
    public nint CreateDecoder()
    {
        nint decoder = 0;
        return _createDecoder(&decoder) == 0 && decoder != 0
            ? decoder
            : throw new InsufficientMemoryException("OpenH264 has no memory for a decoder");
    }

    public void DestroyDecoder(nint decoder) => _destroyDecoder(decoder);

    private static OpenH264Library? TryBind(nint handle, string file, out string? problem)
    {
        problem = $"{file} is not OpenH264";
        if (!NativeLibrary.TryGetExport(handle, "WelsGetCodecVersionEx", out nint getVersion))
            return null;
        nint[] functions = [.. Functions.Select(name => NativeLibrary.TryGetExport(handle, name, out nint found) ? found : 0)];
        if (functions.Contains(0))
            return null;
        OpenH264Version version = default;
        ((delegate* unmanaged[Cdecl]<OpenH264Version*, void>)getVersion)(&version);
        problem = version.IsKnown ? null : $"{file} is OpenH264 {version}, and only 2.3 to 2.6 are known";
        return version.IsKnown ? new OpenH264Library(functions, version) : null;
    }
}
