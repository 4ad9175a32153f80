using VideoStream.Load.Measuring;

namespace VideoStream.Load.Reports;

/// <summary>What the server's process used.</summary>
/// <param name="CpuPercent">CPU in percent of a core.</param>
/// <param name="CpuUsPerPicture">CPU time for each picture that arrived, in microseconds; null if none did.</param>
/// <param name="MemoryMb">Resident memory at the end, in millions of bytes.</param>
internal sealed record ServerReport(double CpuPercent, double? CpuUsPerPicture, double MemoryMb)
{
    /// <returns>Null if the process is unknown, or has ended.</returns>
    public static ServerReport? Of(ProcessSample? before, ProcessSample? after, double seconds, long pictures)
    {
        if (before is null || after is null)
            return null;
        TimeSpan cpu = after.Cpu - before.Cpu;
        return new(
            Math.Round(cpu.TotalSeconds / seconds * 100, 1),
            pictures == 0 ? null : Math.Round(cpu.TotalMicroseconds / pictures, 1),
            Math.Round(after.ResidentMb, 1));
    }
}
