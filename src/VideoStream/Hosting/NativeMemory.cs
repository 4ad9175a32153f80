using System.Runtime.InteropServices;

namespace VideoStream.Hosting;

/// <summary>
/// The C library's memory, from which OpenCV's pictures come. By default glibc keeps what was freed, in an arena for nearly every thread.
/// So the process grows with each thread that ever decoded a frame.
/// <para>
/// The runtime's own threads have arenas before any code of this program runs. Only the environment, <c>MALLOC_ARENA_MAX=1</c>, is read
/// before them. The image, the unit and <c>scripts/run.sh</c> set it.
/// </para>
/// </summary>
internal static partial class NativeMemory
{
    // M_ARENA_MAX, from glibc's malloc.h.
    private const int ArenaMax = -8;
    private const int Arenas = 1;

    /// <summary>
    /// Limits the arenas that are still added. Call it before threads allocate. Does nothing where the C library is not glibc.
    /// </summary>
    public static void LimitArenas() => TryCall(() => SetOption(ArenaMax, Arenas));

    /// <summary>Returns free memory to the system. Does nothing where the C library is not glibc.</summary>
    public static void Trim() => TryCall(() => TrimHeap(0));

    private static void TryCall(Func<int> function)
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            function();
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, such as musl, which returns free memory by itself.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nuint keep);
}
