using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>
/// Viewers that come, change their variant, pause and leave, while the camera takes frames and is lost now and then. Each sees whole
/// frames of what it asked for, in order, and nothing is left behind.
/// </summary>
public sealed class EncodingStressTests : IAsyncDisposable
{
    private const int Viewers = 8, FramesEach = 250;

    private static readonly Variant[] Variants =
    [
        CameraRig.Plain,
        CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(60) },
        CameraRig.Plain with { MaxSize = new PictureSize(32, 24) },
        CameraRig.Plain with { MaxSize = new PictureSize(32, 480) },
    ];

    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Every_viewer_sees_what_it_asked_for_in_order_and_nothing_is_left()
    {
        Task watching = Task.WhenAll(Enumerable.Range(0, Viewers).Select(seed => Task.Run(() => WatchAsync(new Random(seed)))));
        Task publishing = OwnThread.Run(() => PublishUntil(watching));

        await Limit.Within(watching);
        await Limit.Within(publishing);

        await _rig.AssertNothingIsLeftAsync();
        Assert.Equal(0, _rig.Variants.Statistics.Failures);
        Assert.InRange(_rig.Variants.Statistics.Encodes, FramesEach, Viewers * FramesEach);
    }

    private void PublishUntil(Task end)
    {
        for (int i = 1; !end.IsCompleted; i++)
        {
            _rig.Publish();
            Thread.Yield();
            if (i % 100 != 0)
                continue;
            _rig.Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
            _rig.Connect();
        }
    }

    private async Task WatchAsync(Random random)
    {
        long last = 0;
        TestViewer viewer = Come(random);
        for (int i = 0; i < FramesEach; i++)
        {
            EncodedFrame frame = await viewer.NextAsync();
            Check(frame, viewer.Variant, last);
            last = frame.Stamp.Number;
            frame.Release();
            switch (random.Next(12))
            {
                case 0:
                    viewer.Variant = Variants[random.Next(Variants.Length)];
                    break;
                case 1:
                    viewer.Rate = random.Next(1, 240);
                    break;
                case 2:
                    viewer.Subscription.Pause();
                    break;
                case 3:
                    // Leaves while it waits, and its frame may be in the middle of being encoded.
                    viewer.TryTake()?.Release();
                    viewer.Dispose();
                    viewer = Come(random);
                    last = 0;
                    break;
                default:
                    break;
            }
        }

        viewer.Dispose();
    }

    private TestViewer Come(Random random) => _rig.Watch(Variants[random.Next(Variants.Length)], 240);

    private static void Check(EncodedFrame frame, Variant asked, long last)
    {
        Assert.True(frame.Stamp.Number > last);
        Assert.Equal(asked.Encoding.Quality, frame.Quality);
        using Mat decoded = TestJpeg.Decode(frame);
        Assert.Equal(asked.MaxSize is null ? 64 : 32, decoded.Width);
        Assert.Equal(PaintedReader.Level(frame.Stamp.Number), Cv2.Mean(decoded).Val0, 2.0);
        Assert.StartsWith($"seq={frame.Stamp.Number}&", Assert.Single(TestJpeg.Comments(frame)), StringComparison.Ordinal);
    }
}
