using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace VideoStream.Frames;

/// <summary>Asks the processor for memory that is needed a little later. Does nothing where it has no such instruction.</summary>
internal static class CachePrefetch
{
    private const int Line = 64;

    /// <summary>Asks for the first lines of an object. The collector may move it meanwhile: then it was in vain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Of(object? target, int lines = 2)
    {
        if (!Sse.IsSupported)
            return;
        byte* address = *(byte**)Unsafe.AsPointer(ref target);
        for (int i = 0; i < lines; i++)
            Sse.Prefetch0(address + (i * Line));
    }
}
