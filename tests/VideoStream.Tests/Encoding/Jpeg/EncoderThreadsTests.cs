using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Encoding.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.Jpeg;

public sealed class EncoderThreadsTests
{
    [Fact]
    public void What_is_queued_is_encoded_on_threads_of_its_own()
    {
        int done = 0;
        using var threads = new EncoderThreads(NullLogger<EncoderThreads>.Instance, 2);
        EncoderShare share = threads.CreateShare();
        for (int i = 0; i < 100; i++)
            threads.Queue(new(share, CameraRig.Plain, () => Interlocked.Increment(ref done)));
        Limit.Until(() => threads.IsIdle);
        Assert.Equal(100, done);
    }

    /// <summary>The least of several rounds: an encode that allocates does so in each. The count has been off once by some kB.</summary>
    [Fact]
    public void Queueing_and_taking_an_encode_allocates_nothing()
    {
        using var threads = new EncoderThreads(NullLogger<EncoderThreads>.Instance, 0);
        EncoderShare[] shares = [threads.CreateShare(), threads.CreateShare(), threads.CreateShare()];
        Action encode = () => { };
        long least = long.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50; i++)
            {
                foreach (EncoderShare share in shares)
                    threads.Queue(new(share, CameraRig.Plain, encode));
                while (threads.TryEncodeNext())
                {
                }
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void An_encode_that_throws_is_logged_and_the_next_one_follows()
    {
        var log = new ListLogger<EncoderThreads>();
        int done = 0;
        using var threads = new EncoderThreads(log, 1);
        EncoderShare share = threads.CreateShare();
        threads.Queue(new(share, CameraRig.Plain, () => throw new InvalidOperationException("broken")));
        threads.Queue(new(share, CameraRig.Plain, () => Interlocked.Increment(ref done)));
        Limit.Until(() => threads.IsIdle);
        Assert.Equal(1, done);
        Assert.Single(log.Rest());
    }

    /// <summary>One camera holds as many threads as it gets; the other one is served meanwhile.</summary>
    [Fact]
    public void A_camera_whose_encodes_do_not_end_does_not_hold_up_another()
    {
        using var goOn = new ManualResetEventSlim();
        int slow = 0, honest = 0;
        // Time stands still, so that the other camera counts as active on a busy machine too.
        using var threads = new EncoderThreads(NullLogger<EncoderThreads>.Instance, 2, new FakeTimeProvider());
        EncoderShare hog = threads.CreateShare(), other = threads.CreateShare();
        threads.Queue(new(other, CameraRig.Plain, () => Interlocked.Increment(ref honest)));
        Limit.Until(() => threads.IsIdle);
        for (int i = 0; i < 4; i++)
            threads.Queue(new(hog, CameraRig.Plain, () => Block(ref slow, goOn)));
        for (int i = 0; i < 50; i++)
        {
            int before = Volatile.Read(ref honest);
            threads.Queue(new(other, CameraRig.Plain, () => Interlocked.Increment(ref honest)));
            Limit.Until(() => Volatile.Read(ref honest) > before);
        }

        Assert.Equal(1, slow);
        goOn.Set();
        Limit.Until(() => threads.IsIdle);
        Assert.Equal(4, slow);
    }

    [Fact]
    public void A_stop_drops_what_is_queued()
    {
        using var goOn = new ManualResetEventSlim();
        int started = 0;
        var threads = new EncoderThreads(NullLogger<EncoderThreads>.Instance, 1);
        EncoderShare share = threads.CreateShare();
        for (int i = 0; i < 10; i++)
            threads.Queue(new(share, CameraRig.Plain, () => Block(ref started, goOn)));
        Limit.Until(() => Volatile.Read(ref started) == 1);

        // The encode that runs does not end, and is not waited for long.
        threads.Dispose();
        goOn.Set();
        Limit.Until(() => threads.Queued == 9);
        threads.Queue(new(share, CameraRig.Plain, () => { }));
        Assert.Equal((1, 9), (started, threads.Queued));
    }

    private static void Block(ref int count, ManualResetEventSlim goOn)
    {
        Interlocked.Increment(ref count);
        goOn.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
    }
}
