namespace VideoStream.Hosting;

/// <summary>The size of the managed heap.</summary>
/// <param name="Objects">Bytes of its objects, with those that are garbage already.</param>
/// <param name="Committed">Bytes that it had from the system at its last collection.</param>
internal readonly record struct HeapSize(long Objects, long Committed)
{
    /// <summary>The size now.</summary>
    public static HeapSize Now => new(GC.GetTotalMemory(forceFullCollection: false), GC.GetGCMemoryInfo().TotalCommittedBytes);
}
