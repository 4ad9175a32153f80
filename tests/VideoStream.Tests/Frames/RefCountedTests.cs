using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class RefCountedTests
{
    [Fact]
    public void Release_of_the_last_reference_frees_once()
    {
        var thing = new Thing();
        thing.Retain();
        Assert.True(thing.TryRetain());

        thing.Release();
        thing.Release();
        Assert.Equal(0, thing.Freed);

        thing.Release();
        Assert.Equal(1, thing.Freed);
    }

    [Fact]
    public void TryRetain_after_the_last_release_fails_and_brings_nothing_back_to_life()
    {
        var thing = new Thing();
        thing.Release();

        Assert.False(thing.TryRetain());
        Assert.False(thing.TryRetain());
        Assert.Equal(1, thing.Freed);
    }

    [Fact]
    public void Retain_after_the_last_release_throws()
    {
        var thing = new Thing();
        thing.Release();

        var e = Assert.Throws<InvalidOperationException>(thing.Retain);
        Assert.Contains(nameof(Thing), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Release_once_too_often_throws_and_frees_nothing_again()
    {
        var thing = new Thing();
        thing.Release();

        Assert.Throws<InvalidOperationException>(thing.Release);
        Assert.Equal(1, thing.Freed);
        Assert.False(thing.TryRetain());
    }

    [Fact]
    public async Task References_of_many_threads_free_once_after_the_last()
    {
        const int threads = 4, rounds = 20_000;
        var thing = new Thing();
        for (int i = 0; i < threads; i++)
            thing.Retain();

        await Limit.Within(Task.WhenAll(Enumerable.Range(0, threads).Select(_ => OwnThread.Run(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                Assert.True(thing.TryRetain());
                thing.Release();
            }

            thing.Release();
        }))));

        Assert.Equal(0, thing.Freed);
        thing.Release();
        Assert.Equal(1, thing.Freed);
    }

    private sealed class Thing : RefCounted
    {
        public int Freed { get; private set; }

        protected override void Free() => Freed++;
    }
}
