using System.Runtime.InteropServices;

namespace VideoStream.Encoding.H264;

/// <summary>
/// SFrameBSInfo of codec_app_def.h: the result of the last picture. Its layers have another length from 2.6 on, so it is memory with
/// computed positions and not a struct.
/// </summary>
internal sealed unsafe class OpenH264Frame(int layerLength) : IDisposable
{
    /// <summary>EVideoFrameType of codec_def.h: a key frame, and a picture that was skipped.</summary>
    public const int KeyFrame = 1, Skipped = 4;

    private const int MaxLayers = 128, FirstLayer = 8;

    private byte* _memory = (byte*)NativeMemory.AllocZeroed((nuint)LengthOf(layerLength));

    /// <summary>What the library writes to.</summary>
    public byte* Memory => _memory;

    public int LayerCount => *(int*)_memory;

    public int FrameType => *(int*)(_memory + FirstLayer + (MaxLayers * layerLength));

    /// <summary>The length of the struct, in bytes: after the layers come two numbers of 32 bits and one of 64.</summary>
    public static int LengthOf(int layerLength) => FirstLayer + (MaxLayers * layerLength) + 16;

    public ref readonly OpenH264Layer Layer(int index) => ref *(OpenH264Layer*)(_memory + FirstLayer + (index * layerLength));

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
