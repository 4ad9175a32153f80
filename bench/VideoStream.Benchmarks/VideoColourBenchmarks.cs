using BenchmarkDotNet.Attributes;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>Samples of a video of 1280x720 become those of a picture.</summary>
public class VideoColourBenchmarks
{
    private readonly PixelPlanes _picture = new();
    private PixelPlanes? _video;

    [Params(false, true)]
    public bool IsBt709 { get; set; }

    private ColourMatrix Matrix => IsBt709 ? ColourMatrix.Bt709 : ColourMatrix.Bt601;

    [GlobalSetup]
    public void Setup() => _video = BenchmarkFrames.Detailed(1280, 720);

    [Benchmark]
    public void Convert() => new VideoColours(IsFullRange: false, Matrix).Convert(_video!, _picture);
}
