namespace VideoStream.Hosting;

/// <summary>
/// Decides when the managed heap is collected. The collector's own budget of young objects follows the processor's caches, and reaches
/// hundreds of megabytes, which viewers that come and go would fill in an hour. No setting of a program's own files lowers it.
/// <para>
/// Young collections keep what has just become old and is garbage soon after, and they leave gaps. So now and then a collection is full.
/// </para>
/// </summary>
internal sealed class HeapBudget
{
    /// <summary>How much the heap may grow between two collections, and what young ones leave of it between two full ones.</summary>
    public const long Growth = 8 << 20;

    /// <summary>Young collections between two full ones, at most.</summary>
    public const int YoungCollections = 9;

    private long _afterCollection;
    private long _afterFullCollection;
    private int _young;

    /// <summary>The generation that is due to be collected; null if none is.</summary>
    /// <param name="heap">The bytes of the heap, with those that are garbage already.</param>
    public int? DueGeneration(long heap)
    {
        // Less than before: the collector has collected by itself.
        _afterCollection = Math.Min(_afterCollection, heap);
        if (heap - _afterCollection < Growth)
            return null;
        bool isFullDue = _young >= YoungCollections || _afterCollection - _afterFullCollection >= Growth;
        return isFullDue ? GC.MaxGeneration : 1;
    }

    /// <summary>A generation was collected.</summary>
    /// <param name="generation">Which one.</param>
    /// <param name="heap">The bytes of the heap that are left.</param>
    public void OnCollected(int generation, long heap)
    {
        _afterCollection = heap;
        if (generation == GC.MaxGeneration)
            (_afterFullCollection, _young) = (heap, 0);
        else
            _young++;
    }
}
