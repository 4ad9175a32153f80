using BenchmarkDotNet.Attributes;
using VideoStream.Configuration;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>The OSD with all its items, whose clock differs from frame to frame, beside the copy of the frame.</summary>
public class OsdBenchmarks
{
    private const int Frames = 64;

    private PixelPlanes? _source;
    private readonly PixelPlanes _pixels = new();
    private readonly Frame[] _frames = new Frame[Frames];
    private readonly FramePool _pool = new();
    private OsdRenderer? _osd;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _source = BenchmarkFrames.Detailed(1280, 720);
        _pixels.CopyFrom(_source);
        for (int i = 0; i < Frames; i++)
            _frames[i] = FrameAt(i);
        var options = new OsdOptions { Text = { Value = "Süd 3" } };
        OsdItemOptions[] items = [options.CameraName, options.Clock, options.Rate, options.Size, options.Text, options.Crosshair];
        foreach (OsdItemOptions item in items)
            item.Enabled = true;
        _osd = new OsdRenderer(options, "main");
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _pixels.CopyFrom(_source!);

    [Benchmark]
    public void Draw() => _osd!.Draw(_pixels, _frames[_next++ % Frames]);

    private Frame FrameAt(int number)
    {
        var content = new FrameContent(_pool, default);
        content.Writable.CopyFrom(_source!);
        return new Frame(content)
        {
            Number = number,
            ContentId = number,
            CapturedTimestamp = number,
            CapturedAt = DateTimeOffset.UnixEpoch.AddMilliseconds(number * 12_345),
            Rate = 25 + (number % 10),
        };
    }
}
