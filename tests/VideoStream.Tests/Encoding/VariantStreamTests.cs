using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>Variants, encoded once: a camera whose pictures the test captures, and feeds that watch it.</summary>
public sealed class VariantStreamTests : IAsyncDisposable
{
    private static readonly Variant Full = new(Osd: false, Box: null, Quality: 80);

    private readonly FakeTimeProvider _time = new();
    private readonly EncoderThreads _threads = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Camera _camera;
    private readonly CameraVariants _variants;
    private readonly Task _running;

    public VariantStreamTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
        _variants = new CameraVariants(_camera, new OsdOptions(), _threads, _time, new ListLogger<CameraVariants>());
        _running = _variants.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Limit.Within(_running);
        _threads.Dispose();
        _camera.Frames.Clear();
        Assert.Equal(0, _camera.Pool.Rented);
        _stop.Dispose();
    }

    [Fact]
    public void Viewers_of_the_same_variant_share_one_encode()
    {
        using var one = new Viewer(this);
        using var other = new Viewer(this);
        Assert.False(one.TryTake(Full, out _));
        Assert.False(other.TryTake(Full, out _));
        CaptureOne();

        using var first = one.Take(Full);
        using var second = other.Take(Full);
        Assert.Same(first.Picture, second.Picture);
        Assert.Equal(1, _variants.Statistics.Encodes);
    }

    [Fact]
    public void Different_qualities_are_encoded_each()
    {
        using var one = new Viewer(this);
        using var other = new Viewer(this);
        CaptureOne();
        using var first = one.Take(Full);
        using var second = other.Take(Full with { Quality = 20 });
        Assert.True(first.Picture.Bytes.Length > second.Picture.Bytes.Length);
        Assert.Equal(2, _variants.Statistics.Encodes);
        Assert.Equal(2, _variants.Count);
    }

    [Fact]
    public void Boxes_with_the_same_outcome_are_one_variant()
    {
        CaptureOne();
        using var one = new Viewer(this);
        using var other = new Viewer(this);
        using var first = one.Take(Full with { Box = new(32, 100) });
        using var second = other.Take(Full with { Box = new(100, 24) });
        Assert.Same(first.Picture, second.Picture);
    }

    [Fact]
    public void What_nobody_waits_for_is_not_encoded()
    {
        using var viewer = new Viewer(this);
        CaptureOne();
        viewer.Take(Full).Dispose();
        for (int i = 0; i < 10; i++)
            CaptureOne();
        int others = Settle();
        Assert.Equal(1 + others, _variants.Statistics.Encodes);
    }

    [Fact]
    public void A_viewer_gets_each_picture_once_and_always_the_newest()
    {
        using var viewer = new Viewer(this);
        CaptureOne();
        viewer.Take(Full).Dispose();
        Assert.False(viewer.TryTake(Full, out _));
        for (int i = 0; i < 5; i++)
            CaptureOne();
        long newest;
        do
        {
            using var taken = viewer.Take(Full);
            newest = taken.Picture.Stamp.Number;
        }
        while (newest < 6);
        Assert.False(viewer.TryTake(Full, out _));
    }

    [Fact]
    public void A_paced_viewer_causes_no_encode_of_what_it_does_not_want()
    {
        using var viewer = new Viewer(this);
        CaptureOne();
        viewer.Take(Full, rate: 1).Dispose();
        Assert.False(viewer.TryTake(Full, out _, rate: 1));
        for (int i = 0; i < 5; i++)
            CaptureOne();
        int others = Settle();
        Assert.Equal(1 + others, _variants.Statistics.Encodes);

        _time.Advance(TimeSpan.FromSeconds(1));
        CaptureOne();
        viewer.Take(Full, rate: 1).Dispose();
        Assert.Equal(2 + others, _variants.Statistics.Encodes);
    }

    [Fact]
    public void The_last_picture_of_a_lost_camera_is_not_given_to_a_new_viewer()
    {
        using var old = new Viewer(this);
        CaptureOne();
        old.Take(Full).Dispose();
        _camera.SetStatus(CameraState.Lost, "unplugged");
        using var viewer = new Viewer(this);
        Assert.False(viewer.TryTake(Full, out _));

        CaptureOne();
        using var taken = viewer.Take(Full);
        Assert.Equal(2, taken.Picture.Stamp.Number);
    }

    [Fact]
    public void A_variant_is_gone_with_its_last_viewer()
    {
        var viewer = new Viewer(this);
        CaptureOne();
        viewer.Take(Full).Dispose();
        Assert.Equal((1, 1), (_variants.Count, _variants.Viewers));
        viewer.Dispose();
        Assert.Equal((0, 0), (_variants.Count, _variants.Viewers));
    }

    [Fact]
    public void A_picture_that_can_not_be_encoded_is_skipped_and_the_next_one_served()
    {
        using var viewer = new Viewer(this);
        Assert.False(viewer.TryTake(Full, out _));
        _camera.Take(new FakeReader { OnRetrieve = Strange });
        Limit.Until(() => _variants.Statistics.Failures == 1);

        _time.Advance(TimeSpan.FromMilliseconds(33));
        CaptureOne();
        using var taken = viewer.Take(Full);
        Assert.Equal(2, taken.Picture.Stamp.Number);

        // Two channels: nothing that a JPEG could be made of.
        static bool Strange(OpenCvSharp.Mat pixels)
        {
            pixels.Create(8, 8, OpenCvSharp.MatType.CV_8UC2);
            return true;
        }
    }

    [Fact]
    public async Task Viewers_that_come_change_and_go_while_pictures_come_leak_nothing()
    {
        const int viewers = 12, rounds = 40;
        using var done = new CancellationTokenSource();
        Task camera = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    CaptureOne();
                    Thread.Yield();
                }
            },
            TestContext.Current.CancellationToken);

        await Limit.Within(Task.WhenAll(Enumerable.Range(0, viewers).Select(seed => Task.Run(() => Watch(new Random(seed))))));
        await done.CancelAsync();
        await Limit.Within(camera);
        Settle();
        Assert.Equal((0, 0), (_variants.Count, _variants.Viewers));

        void Watch(Random random)
        {
            for (int round = 0; round < rounds; round++)
            {
                using var viewer = new Viewer(this);
                long last = 0;
                for (int i = random.Next(5); i >= 0; i--)
                {
                    var variant = new Variant(random.Next(2) == 0, random.Next(2) == 0 ? null : new(20, 20), 40 + (20 * random.Next(3)));
                    using var taken = viewer.Take(variant, rate: 1e6);
                    Assert.True(taken.Picture.Stamp.Number > last);
                    Assert.Equal(variant.Quality, taken.Picture.Quality);
                    last = taken.Picture.Stamp.Number;
                }
            }
        }
    }

    private void CaptureOne()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        FakeReader.Capture(_camera);
    }

    /// <summary>
    /// Waits until every variant was told of every picture so far: a viewer of one more variant, which waits, is told in the same order.
    /// </summary>
    /// <returns>How many encodes that took.</returns>
    private int Settle()
    {
        Variant another = Full with { Quality = 1 };
        using var viewer = new Viewer(this);
        CaptureOne();
        viewer.Take(another).Dispose();
        Assert.False(viewer.TryTake(another, out _));
        CaptureOne();
        viewer.Take(another).Dispose();
        return 2;
    }

    private sealed class Viewer : IDisposable
    {
        private readonly ManualResetEventSlim _woken = new();
        private readonly PictureFeed _feed;

        public Viewer(VariantStreamTests test)
        {
            _feed = new PictureFeed(test._variants, _woken.Set, test._time);
        }

        public bool TryTake(Variant variant, out EncodedPicture? picture, double rate = 1000) => _feed.TryTake(variant, rate, out picture);

        public Taken Take(Variant variant, double rate = 1000)
        {
            EncodedPicture? picture;
            while (!_feed.TryTake(variant, rate, out picture))
            {
                Assert.True(_woken.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "never woken");
                _woken.Reset();
            }

            return new Taken(picture);
        }

        public void Dispose()
        {
            _feed.Dispose();
            _woken.Dispose();
        }
    }

    private sealed class Taken(EncodedPicture picture) : IDisposable
    {
        public EncodedPicture Picture => picture;

        public void Dispose() => picture.Release();
    }
}
