using System.Runtime.InteropServices;

namespace VideoStream.Transports.Connections;

/// <summary>The file descriptors of this process, on Linux. Connections need them, and so do cameras.</summary>
internal static partial class OpenFiles
{
    // RLIMIT_NOFILE, from the kernel's include/uapi/asm-generic/resource.h.
    private const int NumberOfFiles = 7;

    /// <summary>How many may still be opened; <see cref="int.MaxValue"/> if there is no limit.</summary>
    public static int Left()
    {
        // struct rlimit: the soft and the hard limit.
        Span<nuint> limits = stackalloc nuint[2];
        return OperatingSystem.IsLinux() && GetLimit(NumberOfFiles, ref limits[0]) == 0
            ? Math.Max(0, (int)Math.Min(limits[0], int.MaxValue) - Count())
            : int.MaxValue;
    }

    private static int Count() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, ref nuint limits);
}
