using Microsoft.Extensions.Time.Testing;
using VideoStream.Encoding.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.Jpeg;

/// <summary>
/// Which camera gets an encoder thread, in virtual time: the test says when a thread is free and how long an encode takes.
/// </summary>
public sealed class EncoderQueueTests
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromSeconds(1) / 30;

    private readonly FakeTimeProvider _time = new();
    private readonly List<(EncoderWork Work, long StartedAt, TimeSpan EndsAfter)> _running = [];
    private readonly Dictionary<EncoderShare, (TimeSpan Takes, int Done)> _cameras = [];
    private EncoderQueue _queue;
    private int _threads = 2;

    public EncoderQueueTests()
    {
        _queue = new EncoderQueue(_threads, _time);
    }

    [Fact]
    public void Cameras_take_turns_however_many_variants_each_has()
    {
        UseThreads(1);
        EncoderShare many = Add(TimeSpan.FromMilliseconds(1)), few = Add(TimeSpan.FromMilliseconds(1));
        Queue(many, 6);
        Queue(few, 2);
        Assert.Equal([many, few, many, few, many, many, many, many], Enumerable.Range(0, 8).Select(_ => RunOne()));
        Assert.False(_queue.TryTake(out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_camera_alone_has_all_threads_however_long_its_encodes_are(int threads)
    {
        UseThreads(threads);
        EncoderShare alone = Add(TimeSpan.FromSeconds(1));
        for (int round = 0; round < 3; round++)
        {
            Queue(alone, threads);
            StartAll();
            Assert.Equal(threads, _running.Count);
            Pass(TimeSpan.FromSeconds(2));
        }
    }

    /// <summary>
    /// Cameras whose frames take 5 s to decode, in three variants each, and one whose frames take 5 ms.
    /// It gets a thread as soon as it asks.
    /// Without the rule it has one frame in 5 s.
    /// </summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    [InlineData(4, 5)]
    public void A_camera_with_long_encodes_leaves_a_thread_to_one_with_short_ones(int threads, int hogs)
    {
        UseThreads(threads);
        EncoderShare[] slow = [.. Enumerable.Range(0, hogs).Select(_ => Add(TimeSpan.FromSeconds(5)))];
        EncoderShare honest = Add(TimeSpan.FromMilliseconds(5));
        int asked = 0;
        for (int frame = 0; frame < 900; frame++)
        {
            foreach (EncoderShare hog in slow)
                Queue(hog, 3 - hog.Waiting.Count - hog.Running);
            if (frame > 0)
                Queue(honest, 1 - honest.Waiting.Count - honest.Running);
            asked++;
            StartAll();
            Pass(FrameInterval);
        }

        // But for the first 5 s: the slow cameras were alone then, and nothing was known of them.
        Assert.InRange(_cameras[honest].Done, asked - 170, asked);
        Assert.All(slow, hog => Assert.True(_cameras[hog].Done >= 1));
        Assert.True(slow.Sum(hog => _cameras[hog].Done) >= 5 * (threads - 1), "the threads that are left are used");
    }

    [Fact]
    public void A_camera_that_is_not_watched_any_more_gives_its_thread_back()
    {
        EncoderShare slow = Add(TimeSpan.FromSeconds(1)), honest = Add(TimeSpan.FromMilliseconds(5));
        Queue(honest, 1);
        Queue(slow, 2);
        StartAll();
        Pass(TimeSpan.FromSeconds(1));
        Queue(slow, 1);
        StartAll();
        Assert.Single(_running, encode => encode.Work.Share == slow);
        Pass(EncoderQueue.Inactive);
        Queue(slow, 2);
        StartAll();
        Assert.Equal(2, _running.Count(encode => encode.Work.Share == slow));
    }

    [Fact]
    public void Cameras_with_short_encodes_use_all_threads_together()
    {
        EncoderShare one = Add(TimeSpan.FromMilliseconds(5)), other = Add(TimeSpan.FromMilliseconds(5));
        Queue(one, 1);
        Queue(other, 1);
        StartAll();
        Pass(FrameInterval);
        Queue(one, 2);
        StartAll();
        Assert.Equal([one, one], _running.Select(encode => encode.Work.Share));
    }

    private void UseThreads(int threads) => (_threads, _queue) = (threads, new EncoderQueue(threads, _time));

    private EncoderShare Add(TimeSpan takes)
    {
        var share = new EncoderShare();
        _queue.Add(share);
        _cameras[share] = (takes, 0);
        return share;
    }

    private void Queue(EncoderShare share, int count)
    {
        for (int i = 0; i < count; i++)
            _queue.Add(new EncoderWork(share, CameraRig.Plain, () => { }));
    }

    private void StartAll()
    {
        while (_running.Count < _threads && _queue.TryTake(out EncoderWork work))
            _running.Add((work, _time.GetTimestamp(), _cameras[work.Share].Takes));
    }

    private EncoderShare RunOne()
    {
        Assert.True(_queue.TryTake(out EncoderWork work));
        _queue.End(work, _time.GetTimestamp());
        return work.Share;
    }

    /// <summary>Lets time pass in small steps. Encodes end, and free threads take the next ones.</summary>
    private void Pass(TimeSpan duration)
    {
        long until = _time.GetTimestamp() + duration.Ticks;
        while (_time.GetTimestamp() < until)
        {
            _time.Advance(TimeSpan.FromTicks(Math.Min(until - _time.GetTimestamp(), TimeSpan.FromMilliseconds(5).Ticks)));
            foreach (var encode in _running.Where(encode => _time.GetElapsedTime(encode.StartedAt) >= encode.EndsAfter).ToArray())
            {
                _running.Remove(encode);
                _queue.End(encode.Work, encode.StartedAt);
                (TimeSpan takes, int done) = _cameras[encode.Work.Share];
                _cameras[encode.Work.Share] = (takes, done + 1);
            }

            StartAll();
        }
    }
}
