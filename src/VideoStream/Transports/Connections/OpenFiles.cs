using System.Runtime.InteropServices;

namespace VideoStream.Transports.Connections;

/// <summary>The file descriptors of this process, on Linux. A connection is one of them, and so is a camera's device, pipe or socket.</summary>
internal static partial class OpenFiles
{
    // RLIMIT_NOFILE, from the kernel's include/uapi/asm-generic/resource.h.
    private const int NumberOfFiles = 7;

    /// <summary>How many may still be opened; <see cref="int.MaxValue"/> if there is no limit.</summary>
    public static int Left() => OperatingSystem.IsLinux() && GetLimit(NumberOfFiles, out Limits limits) == 0
        ? (int)Math.Clamp((long)Math.Min(limits.Soft, int.MaxValue) - Count(), 0, int.MaxValue)
        : int.MaxValue;

    private static int Count() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limits limits);

    /// <summary><c>struct rlimit</c>.</summary>
    private struct Limits
    {
        public nuint Soft;
        public nuint Hard;
    }
}
