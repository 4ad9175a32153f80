namespace VideoStream.Hosting;

/// <summary>
/// Decides when the managed heap is collected. The collector's own budget of young objects follows the processor's caches, and reaches
/// hundreds of megabytes, which viewers that come and go would fill in an hour. No setting of a program's own files lowers it.
/// <para>
/// Young collections leave gaps between old objects, so what the heap has from the system grows while the objects in it do not. A full
/// collection compacts it.
/// </para>
/// </summary>
internal sealed class HeapBudget
{
    /// <summary>How much the objects may grow between two collections, and what young ones leave of them between two full ones.</summary>
    public const long Growth = 8 << 20;

    /// <summary>How much more memory the heap may have from the system than after the last full collection.</summary>
    public const long CommittedGrowth = 2 * Growth;

    private HeapSize _afterCollection;
    private HeapSize _afterFullCollection;

    /// <summary>The generation that is due to be collected; null if none is.</summary>
    /// <param name="heap">The heap as it is.</param>
    public int? DueGeneration(HeapSize heap)
    {
        // Less than before: the collector has collected by itself.
        _afterCollection = _afterCollection with { Objects = Math.Min(_afterCollection.Objects, heap.Objects) };
        if (heap.Objects - _afterCollection.Objects < Growth)
            return null;
        bool isFullDue = _afterCollection.Objects - _afterFullCollection.Objects >= Growth
            || heap.Committed - _afterFullCollection.Committed >= CommittedGrowth;
        return isFullDue ? GC.MaxGeneration : 1;
    }

    /// <summary>A generation was collected.</summary>
    /// <param name="generation">Which one.</param>
    /// <param name="heap">The heap that is left.</param>
    public void OnCollected(int generation, HeapSize heap)
    {
        _afterCollection = heap;
        if (generation == GC.MaxGeneration)
            _afterFullCollection = heap;
    }
}
