using VideoStream.Cameras;

namespace VideoStream.Status;

/// <summary>The memory of the service.</summary>
/// <param name="HeapMb">Managed objects in MB, including those that are garbage already.</param>
/// <param name="CommittedMb">Memory in MB that the garbage collector had from the system at its last collection.</param>
/// <param name="FramesInUse">Buffers of pixels that are in use, over all cameras.</param>
/// <param name="FramesSpare">Buffers of pixels that are kept to be used again.</param>
internal sealed record MemoryInfo(double HeapMb, double CommittedMb, int FramesInUse, int FramesSpare)
{
    private const double Mb = 1 << 20;

    public static MemoryInfo Of(IEnumerable<Camera> cameras)
    {
        Camera[] all = [.. cameras];
        return new(
            Math.Round(GC.GetTotalMemory(forceFullCollection: false) / Mb, 1),
            Math.Round(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes / Mb, 1),
            all.Sum(camera => camera.Pool.Rented),
            all.Sum(camera => camera.Pool.Spare));
    }
}
