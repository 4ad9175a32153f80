using System.Globalization;

namespace VideoStream.Load.Measuring;

/// <summary>CPU time and memory of a process, from <c>/proc</c> (proc_pid_stat(5), proc_pid_status(5)).</summary>
/// <param name="Cpu">CPU time since its start, in steps of 10 ms.</param>
/// <param name="ResidentMb">Resident memory now, in millions of bytes.</param>
internal sealed record ProcessSample(TimeSpan Cpu, double ResidentMb)
{
    // USER_HZ: fixed in the kernel's interface, independent of the kernel's own clock.
    private const double TicksPerSecond = 100;

    // Index after the process name, which can contain spaces.
    private const int UserTime = 11, SystemTime = 12;

    /// <summary>Reads both.</summary>
    /// <returns>Null if there is no such process, or the platform has no <c>/proc</c>.</returns>
    public static ProcessSample? Of(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            string resident = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            double kibibytes = Number(resident["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal));
            double ticks = Number(fields[UserTime]) + Number(fields[SystemTime]);
            return new(TimeSpan.FromSeconds(ticks / TicksPerSecond), kibibytes * 1024 / 1e6);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
