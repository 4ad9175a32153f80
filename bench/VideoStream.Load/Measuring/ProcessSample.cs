using System.Globalization;

namespace VideoStream.Load.Measuring;

/// <summary>CPU time and memory of a process, from <c>/proc</c> (proc_pid_stat(5), proc_pid_status(5)).</summary>
/// <param name="Cpu">CPU time since its start, in steps of 10 ms.</param>
/// <param name="ChildrenCpu">The same of the processes that it has started, and that still run.</param>
/// <param name="ResidentMb">Resident memory now, in millions of bytes.</param>
internal sealed record ProcessSample(TimeSpan Cpu, TimeSpan ChildrenCpu, double ResidentMb)
{
    // USER_HZ: fixed in the kernel's interface, independent of the kernel's own clock.
    private const double TicksPerSecond = 100;

    // Index after the process name, which can contain spaces.
    private const int Parent = 1, UserTime = 11, SystemTime = 12;

    /// <summary>Reads all.</summary>
    /// <returns>Null if there is no such process, or the platform has no <c>/proc</c>.</returns>
    public static ProcessSample? Of(int process)
    {
        try
        {
            string resident = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            double kibibytes = Number(resident["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal));
            return new(CpuOf(Read($"/proc/{process}/stat")), CpuOfChildren(process), kibibytes * 1024 / 1e6);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TimeSpan CpuOfChildren(int process)
    {
        string parent = process.ToString(CultureInfo.InvariantCulture);
        return Directory.EnumerateDirectories("/proc").Where(directory => char.IsAsciiDigit(directory[^1]))
            .Select(directory => TryRead(Path.Combine(directory, "stat")))
            .Where(fields => fields?[Parent] == parent)
            .Aggregate(TimeSpan.Zero, (sum, fields) => sum + CpuOf(fields!));
    }

    private static TimeSpan CpuOf(string[] fields) =>
        TimeSpan.FromSeconds((Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond);

    private static string[] Read(string file)
    {
        string stat = File.ReadAllText(file);
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    /// <returns>Null if the process has just ended.</returns>
    private static string[]? TryRead(string file)
    {
        try
        {
            return Read(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
