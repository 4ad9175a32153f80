using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class HeapBudgetTests
{
    private const long Mb = 1 << 20;

    private readonly HeapBudget _budget = new();

    public HeapBudgetTests()
    {
        _budget.OnCollected(2, Heap(4 * Mb));
    }

    [Fact]
    public void Nothing_is_collected_until_the_heap_has_grown()
    {
        Assert.Null(_budget.DueGeneration(Heap((12 * Mb) - 1)));
        Assert.Equal(1, _budget.DueGeneration(Heap(12 * Mb)));
    }

    [Fact]
    public void After_a_collection_it_may_grow_again()
    {
        _budget.OnCollected(1, Heap(5 * Mb));
        Assert.Null(_budget.DueGeneration(Heap(12 * Mb)));
        Assert.Equal(1, _budget.DueGeneration(Heap(13 * Mb)));
    }

    [Fact]
    public void Growth_counts_from_what_the_collector_left_when_it_collected_by_itself()
    {
        _budget.OnCollected(1, Heap(10 * Mb));
        Assert.Null(_budget.DueGeneration(Heap(5 * Mb)));
        Assert.Equal(1, _budget.DueGeneration(Heap(13 * Mb)));
    }

    [Fact]
    public void What_young_collections_leave_is_collected_in_full()
    {
        _budget.OnCollected(1, Heap(12 * Mb));
        Assert.Equal(2, _budget.DueGeneration(Heap(20 * Mb)));
        _budget.OnCollected(2, Heap(4 * Mb));
        Assert.Equal(1, _budget.DueGeneration(Heap(12 * Mb)));
    }

    [Fact]
    public void Gaps_between_old_objects_are_closed_by_a_full_collection()
    {
        _budget.OnCollected(1, new(4 * Mb, 19 * Mb));
        Assert.Null(_budget.DueGeneration(new(4 * Mb, 19 * Mb)));
        Assert.Equal(1, _budget.DueGeneration(new(12 * Mb, (20 * Mb) - 1)));
        Assert.Equal(2, _budget.DueGeneration(new(12 * Mb, 20 * Mb)));
        _budget.OnCollected(2, new(4 * Mb, 6 * Mb));
        Assert.Equal(1, _budget.DueGeneration(new(12 * Mb, 20 * Mb)));
    }

    /// <summary>Some garbage becomes old before it dies.</summary>
    [Fact]
    public void However_long_garbage_is_made_the_heap_stays_within_live_objects_and_twice_the_growth()
    {
        const long Live = 4 * Mb;
        long old = 0, young = 0, highest = 0;
        for (int step = 0; step < 10_000; step++)
        {
            young += Mb / 4;
            highest = Math.Max(highest, Live + old + young);
            if (_budget.DueGeneration(Heap(Live + old + young)) is not { } generation)
                continue;
            old = generation == 2 ? 0 : old + (young / 10);
            young = 0;
            _budget.OnCollected(generation, Heap(Live + old));
        }

        Assert.InRange(highest, Live, Live + (2 * HeapBudget.Growth) + (2 * Mb));
    }

    /// <summary>A heap without gaps.</summary>
    private static HeapSize Heap(long objects) => new(objects, Committed: 4 * Mb);
}
