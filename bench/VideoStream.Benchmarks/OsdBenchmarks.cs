using BenchmarkDotNet.Attributes;
using OpenCvSharp;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Osd;

namespace VideoStream.Benchmarks;

/// <summary>The OSD with all that it can show.</summary>
public class OsdBenchmarks
{
    private readonly FramePool _pool = new();
    private readonly Mat _picture = new();
    private OsdRenderer? _osd;
    private Frame? _frame;

    [GlobalSetup]
    public void Setup()
    {
        using Mat shown = BenchmarkPictures.Detailed(1280, 704);
        _frame = BenchmarkPictures.Frame(_pool, shown, 1);
        shown.CopyTo(_picture);
        var options = new OsdOptions { Text = { Value = "Gate 3" } };
        foreach (OsdItemOptions item in (OsdItemOptions[])[options.CameraName, options.Clock, options.Rate, options.Size, options.Text, options.Crosshair])
            item.Enabled = true;
        _osd = new OsdRenderer(options, "main");
    }

    [Benchmark]
    public void Draw() => _osd!.Draw(_picture, _frame!);
}
