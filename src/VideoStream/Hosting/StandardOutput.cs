using System.Runtime.InteropServices;

namespace VideoStream.Hosting;

/// <summary>
/// Writes to standard output without .NET's console, whose streams hold the lock of <see cref="Console.Out"/> while they write: if nobody
/// reads the output, every thread that logs would wait for that lock.
/// </summary>
internal static partial class StandardOutput
{
    private const int Descriptor = 1;

    // From Linux's errno.h.
    private const int Interrupted = 4, TryAgain = 11;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Writes all bytes. Blocks while nobody reads them.</summary>
    /// <exception cref="IOException">The output is gone, or full.</exception>
    public static void Write(byte[] bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.OpenStandardOutput().Write(bytes);
            return;
        }

        int written = 0;
        while (written < bytes.Length)
            written += WriteSome(bytes.AsSpan(written));
    }

    private static int WriteSome(ReadOnlySpan<byte> bytes)
    {
        int written = (int)Write(Descriptor, bytes, (nuint)bytes.Length);
        if (written >= 0)
            return written;
        int error = Marshal.GetLastPInvokeError();
        // A terminal may have been made non-blocking by another program.
        if (error == TryAgain)
            Task.Delay(RetryInterval, TimeProvider.System).GetAwaiter().GetResult();
        else if (error != Interrupted)
            throw new IOException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint length);
}
