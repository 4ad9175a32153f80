using System.Globalization;
using System.Runtime.InteropServices;

namespace VideoStream.Frames.H264;

/// <summary>OpenH264Version of codec_app_def.h: the version of the library.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenH264Version
{
    public uint Major, Minor, Revision, Reserved;

    /// <summary>
    /// Whether the structs of this version are those that are declared here. 2.3 to 2.5 (libopenh264.so.7) have the same. 2.6
    /// (libopenh264.so.8) has added fields at the end of three of them, which matters in one that is read here: see
    /// <see cref="LayerLength"/>. Older ones lack fields, newer ones have not been compared.
    /// </summary>
    public readonly bool IsKnown => this is { Major: 2, Minor: >= 3 and <= 6 };

    /// <summary>The length of a layer in the library's result, in bytes. 2.6 has three floats more.</summary>
    public readonly int LayerLength => Minor < 6 ? 40 : 56;

    public override readonly string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Revision}");
}
