using System.Globalization;

namespace VideoStream.Load.Measuring;

/// <summary>What a process has used, as the kernel tells in <c>/proc</c> (proc_pid_stat(5), proc_pid_status(5)).</summary>
/// <param name="Cpu">CPU time since it started, to the hundredth of a second.</param>
/// <param name="ResidentMb">Resident memory at the moment, in millions of bytes.</param>
internal sealed record ProcessSample(TimeSpan Cpu, double ResidentMb)
{
    // USER_HZ: fixed in the kernel's interface, whatever the kernel's own clock is.
    private const double TicksPerSecond = 100;

    // Counted from the field after the name, which may itself contain spaces.
    private const int UserTime = 11, SystemTime = 12;

    /// <summary>Reads them.</summary>
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
