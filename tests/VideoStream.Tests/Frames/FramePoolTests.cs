using VideoStream.Frames;

namespace VideoStream.Tests.Frames;

public sealed class FramePoolTests
{
    [Fact]
    public void Rent_after_a_return_uses_the_same_memory_again()
    {
        using var pool = new FramePool();
        PixelPlanes first = pool.Rent();
        first.Create(new PictureSize(64, 48), ChromaSubsampling.Yuv420);
        IntPtr memory = Address(first);
        pool.Return(first);

        PixelPlanes second = pool.Rent();
        second.Create(new PictureSize(64, 48), ChromaSubsampling.Yuv420);

        Assert.Equal(memory, Address(second));
        pool.Return(second);
    }

    [Fact]
    public void What_is_spare_is_freed_when_nobody_needs_it_and_what_is_in_use_stays()
    {
        using var pool = new FramePool();
        var size = new PictureSize(64, 48);
        PixelPlanes captured = pool.Rent(), rendered = pool.Rent(size), used = pool.Rent();
        foreach (PixelPlanes planes in (PixelPlanes[])[captured, rendered, used])
            planes.Create(size, ChromaSubsampling.Yuv420);
        pool.Return(captured);
        pool.ReturnOfSize(rendered);
        Assert.Equal(2, pool.Spare);

        pool.FreeSpare();

        Assert.Equal((0, 1), (pool.Spare, pool.Rented));
        Assert.True(captured.IsEmpty);
        used.Fill(7);
        pool.Return(used);
        Assert.Equal(1, pool.Spare);
    }

    [Fact]
    public void Rented_is_how_many_are_in_use()
    {
        using var pool = new FramePool();
        PixelPlanes one = pool.Rent();
        PixelPlanes other = pool.Rent();
        Assert.NotSame(one, other);
        Assert.Equal(2, pool.Rented);

        pool.Return(one);
        Assert.Equal(1, pool.Rented);

        pool.Return(other);
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void Return_of_more_than_a_few_frees_the_rest()
    {
        using var pool = new FramePool();
        PixelPlanes[] frames = [.. Enumerable.Range(0, 10).Select(_ => Made(pool.Rent(), 64, 48))];

        foreach (PixelPlanes frame in frames)
            pool.Return(frame);

        Assert.Equal(3, frames.Count(frame => !frame.IsEmpty));
    }

    [Fact]
    public void Rendered_pixels_get_memory_of_their_size_again_whatever_else_was_returned_meanwhile()
    {
        using var pool = new FramePool();
        PixelPlanes small = Made(pool, 64, 48), large = Made(pool, 128, 96), captured = pool.Rent();
        IntPtr memory = Address(small);
        pool.ReturnOfSize(small);
        pool.ReturnOfSize(large);
        pool.Return(captured);

        PixelPlanes again = Made(pool, 64, 48);
        Assert.Equal(memory, Address(again));
        Assert.Equal(1, pool.Rented);
        pool.ReturnOfSize(again);
    }

    [Fact]
    public void Of_sizes_that_are_not_used_any_more_the_oldest_is_freed()
    {
        using var pool = new FramePool();
        PixelPlanes[] frames = [.. Enumerable.Range(1, 6).Select(i => Made(pool, i * 16, 16))];
        foreach (PixelPlanes frame in frames)
            pool.ReturnOfSize(frame);
        Assert.Equal([true, true, false, false, false, false], frames.Select(frame => frame.IsEmpty));
    }

    [Fact]
    public void Dispose_frees_the_spare_ones_and_keeps_none_that_come_later()
    {
        var pool = new FramePool();
        PixelPlanes frame = Made(pool.Rent(), 64, 48);
        pool.Return(frame);

        pool.Dispose();

        Assert.True(frame.IsEmpty);
        PixelPlanes late = Made(pool.Rent(), 64, 48);
        Assert.Equal(1, pool.Rented);
        pool.Return(late);
        Assert.True(late.IsEmpty);
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void Return_after_dispose_frees_what_is_returned()
    {
        var pool = new FramePool();
        PixelPlanes frame = Made(pool.Rent(), 64, 48);
        pool.Dispose();
        Assert.False(frame.IsEmpty);

        pool.Return(frame);

        Assert.True(frame.IsEmpty);
        Assert.Equal(0, pool.Rented);
    }

    private static PixelPlanes Made(FramePool pool, int width, int height) =>
        Made(pool.Rent(new PictureSize(width, height)), width, height);

    private static PixelPlanes Made(PixelPlanes planes, int width, int height)
    {
        planes.Create(new PictureSize(width, height), ChromaSubsampling.Yuv420);
        return planes;
    }

    private static unsafe IntPtr Address(PixelPlanes planes) => (IntPtr)planes.Y.Data;
}
