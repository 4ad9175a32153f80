using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Tests.Frames;

public sealed class FramePoolTests
{
    [Fact]
    public void Rent_after_a_return_uses_the_same_memory_again()
    {
        using var pool = new FramePool();
        Mat first = pool.Rent();
        first.Create(48, 64, MatType.CV_8UC3);
        IntPtr memory = first.Data;
        pool.Return(first);

        Mat second = pool.Rent();
        second.Create(48, 64, MatType.CV_8UC3);

        Assert.Equal(memory, second.Data);
        pool.Return(second);
    }

    [Fact]
    public void Rented_is_how_many_are_in_use()
    {
        using var pool = new FramePool();
        Mat one = pool.Rent();
        Mat other = pool.Rent();
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
        Mat[] frames = [.. Enumerable.Range(0, 10).Select(_ => pool.Rent())];

        foreach (Mat frame in frames)
            pool.Return(frame);

        Assert.Equal(3, frames.Count(frame => !frame.IsDisposed));
    }

    [Fact]
    public void Rendered_pixels_get_memory_of_their_size_again_whatever_else_was_returned_meanwhile()
    {
        using var pool = new FramePool();
        Mat small = Made(pool, 64, 48), large = Made(pool, 128, 96), captured = pool.Rent();
        IntPtr memory = small.Data;
        pool.ReturnOfSize(small);
        pool.ReturnOfSize(large);
        pool.Return(captured);

        Mat again = Made(pool, 64, 48);
        Assert.Equal(memory, again.Data);
        Assert.Equal(1, pool.Rented);
        pool.ReturnOfSize(again);
    }

    [Fact]
    public void Of_sizes_that_are_not_used_any_more_the_oldest_is_freed()
    {
        using var pool = new FramePool();
        Mat[] frames = [.. Enumerable.Range(1, 6).Select(i => Made(pool, i * 16, 16))];
        foreach (Mat frame in frames)
            pool.ReturnOfSize(frame);
        Assert.Equal([true, true, false, false, false, false], frames.Select(frame => frame.IsDisposed));
    }

    [Fact]
    public void Dispose_frees_the_spare_ones_and_keeps_none_that_come_later()
    {
        var pool = new FramePool();
        Mat frame = pool.Rent();
        pool.Return(frame);

        pool.Dispose();

        Assert.True(frame.IsDisposed);
        Mat late = pool.Rent();
        Assert.Equal(1, pool.Rented);
        pool.Return(late);
        Assert.True(late.IsDisposed);
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void Return_after_dispose_frees_what_is_returned()
    {
        var pool = new FramePool();
        Mat frame = pool.Rent();
        pool.Dispose();
        Assert.False(frame.IsDisposed);

        pool.Return(frame);

        Assert.True(frame.IsDisposed);
        Assert.Equal(0, pool.Rented);
    }

    private static Mat Made(FramePool pool, int width, int height)
    {
        Mat mat = pool.Rent(new PictureSize(width, height));
        mat.Create(height, width, MatType.CV_8UC3);
        return mat;
    }
}
