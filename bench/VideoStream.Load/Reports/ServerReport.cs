using VideoStream.Load.Measuring;

namespace VideoStream.Load.Reports;

/// <summary>CPU and memory of the server's process.</summary>
/// <param name="CpuPercent">CPU in percent of a core.</param>
/// <param name="ChildrenCpuPercent">The same of the processes that it has started.</param>
/// <param name="CpuUsPerFrame">CPU time a received frame, in microseconds; null if there was none.</param>
/// <param name="MemoryMb">Resident memory at the end, in millions of bytes.</param>
internal sealed record ServerReport(double CpuPercent, double ChildrenCpuPercent, double? CpuUsPerFrame, double MemoryMb)
{
    /// <returns>Null if the process is unknown, or has ended.</returns>
    public static ServerReport? Of(ProcessSample? before, ProcessSample? after, double seconds, long frames)
    {
        if (before is null || after is null)
            return null;
        TimeSpan cpu = after.Cpu - before.Cpu;
        return new(
            Math.Round(cpu.TotalSeconds / seconds * 100, 1),
            Math.Round((after.ChildrenCpu - before.ChildrenCpu).TotalSeconds / seconds * 100, 1),
            frames == 0 ? null : Math.Round(cpu.TotalMicroseconds / frames, 1),
            Math.Round(after.ResidentMb, 1));
    }
}
