using BenchmarkDotNet.Attributes;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>One encode from pixels of 1280x704 to a JPEG in pooled memory, for each size and quality.</summary>
public class EncodeBenchmarks
{
    private readonly FramePool _pool = new();
    private readonly PixelPlanes[] _shown = new PixelPlanes[2];
    private JpegEncoder? _encoder;
    private long _number;

    [Params("1280x704", "960x528", "640x352", "320x176")]
    public string Size { get; set; } = "";

    [Params(30, 60, 80, 95)]
    public int Quality { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < _shown.Length; i++)
            _shown[i] = BenchmarkFrames.Detailed(1280, 704, seed: i + 1);
        int[] size = [.. Size.Split('x').Select(int.Parse)];
        var variant = new Variant(Osd: false, new PictureSize(size[0], size[1]), VariantEncoding.Jpeg(Quality));
        variant = variant.Normalize(new PictureSize(1280, 704), defaultQuality: 0);
        var composer = new PictureComposer(new OsdRenderer(new OsdOptions(), "main"), variant.Osd);
        _encoder = new JpegEncoder("main", composer, variant, TimeProvider.System);
    }

    /// <summary>Baseline: copies the pixels into pooled memory, as a camera does.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => Next().Release();

    /// <summary>The same, then resized if necessary, and encoded.</summary>
    [Benchmark]
    public int CopyAndEncode()
    {
        Frame frame = Next();
        EncodedFrame encoded = _encoder!.Encode(frame);
        int length = encoded.Bytes.Length;
        encoded.Release();
        frame.Release();
        return length;
    }

    private Frame Next() => BenchmarkFrames.Frame(_pool, _shown[++_number % _shown.Length], _number);
}
