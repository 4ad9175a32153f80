using BenchmarkDotNet.Attributes;
using VideoStream.Configuration;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>The OSD with all its items.</summary>
public class OsdBenchmarks
{
    private readonly FramePool _pool = new();
    private readonly PixelPlanes _pixels = new();
    private OsdRenderer? _osd;
    private Frame? _frame;

    [GlobalSetup]
    public void Setup()
    {
        using PixelPlanes shown = BenchmarkFrames.Detailed(1280, 720);
        _frame = BenchmarkFrames.Frame(_pool, shown, 1);
        _pixels.CopyFrom(shown);
        var options = new OsdOptions { Text = { Value = "Gate 3" } };
        OsdItemOptions[] items = [options.CameraName, options.Clock, options.Rate, options.Size, options.Text, options.Crosshair];
        foreach (OsdItemOptions item in items)
            item.Enabled = true;
        _osd = new OsdRenderer(options, "main");
    }

    [Benchmark]
    public void Draw() => _osd!.Draw(_pixels, _frame!);
}
