using System.Runtime.InteropServices;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Signals to other processes, by their Linux numbers.</summary>
internal static partial class Signals
{
    public const int Hangup = 1, Terminate = 15, Continue = 18, Suspend = 19;

    /// <summary>Sends one.</summary>
    /// <returns>Whether there is such a process.</returns>
    public static bool TrySend(int process, int signal) => Kill(process, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
