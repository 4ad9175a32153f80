using BenchmarkDotNet.Attributes;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>The slot between a camera and its readers: a frame is published, and each reader takes and releases it.</summary>
public class SlotBenchmarks
{
    private readonly LatestFrame _slot = new();
    private readonly FramePool _pool = new();
    private long _number;

    [Params(1, 10, 100)]
    public int Readers { get; set; }

    [Benchmark]
    public long PublishAndTake()
    {
        _slot.Publish(BenchmarkFrames.Frame(EmptyContent(), ++_number));
        long taken = 0;
        for (int i = 0; i < Readers; i++)
        {
            if (!_slot.TryTake(_number - 1, out Frame? frame))
                continue;
            taken += frame.Number;
            frame.Release();
        }

        return taken;
    }

    private FrameContent EmptyContent()
    {
        var content = new FrameContent(_pool, default);
        content.Writable.Create(new PictureSize(1, 1), ChromaSubsampling.Grey);
        return content;
    }
}
