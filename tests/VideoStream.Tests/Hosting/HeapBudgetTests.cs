using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class HeapBudgetTests
{
    private const long Mb = 1 << 20;

    private readonly HeapBudget _budget = new();

    public HeapBudgetTests()
    {
        _budget.OnCollected(2, 4 * Mb);
    }

    [Fact]
    public void Nothing_is_collected_until_the_heap_has_grown()
    {
        Assert.Null(_budget.DueGeneration((12 * Mb) - 1));
        Assert.Equal(1, _budget.DueGeneration(12 * Mb));
    }

    [Fact]
    public void After_a_collection_it_may_grow_again()
    {
        _budget.OnCollected(1, 5 * Mb);
        Assert.Null(_budget.DueGeneration(12 * Mb));
        Assert.Equal(1, _budget.DueGeneration(13 * Mb));
    }

    [Fact]
    public void Growth_counts_from_what_the_collector_left_when_it_collected_by_itself()
    {
        _budget.OnCollected(1, 10 * Mb);
        Assert.Null(_budget.DueGeneration(5 * Mb));
        Assert.Equal(1, _budget.DueGeneration(13 * Mb));
    }

    [Fact]
    public void What_young_collections_leave_is_collected_in_full()
    {
        _budget.OnCollected(1, 12 * Mb);
        Assert.Equal(2, _budget.DueGeneration(20 * Mb));
        _budget.OnCollected(2, 4 * Mb);
        Assert.Equal(1, _budget.DueGeneration(12 * Mb));
    }

    [Fact]
    public void Every_tenth_collection_is_full_because_young_ones_leave_gaps()
    {
        int[] generations = [.. Enumerable.Range(0, 20).Select(_ =>
        {
            int generation = _budget.DueGeneration(12 * Mb)!.Value;
            _budget.OnCollected(generation, 4 * Mb);
            return generation;
        })];
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], generations);
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
            if (_budget.DueGeneration(Live + old + young) is not { } generation)
                continue;
            old = generation == 2 ? 0 : old + (young / 10);
            young = 0;
            _budget.OnCollected(generation, Live + old);
        }

        Assert.InRange(highest, Live, Live + (2 * HeapBudget.Growth) + (2 * Mb));
    }
}
