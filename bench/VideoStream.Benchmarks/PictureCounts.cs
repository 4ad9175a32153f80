using Microsoft.Extensions.Logging.Abstractions;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>
/// Counts of a camera with several variants that must not grow: decodes and encodes a frame, and what a frame allocates, whatever its
/// size. It all runs on one thread, so each count is the same in every run.
/// </summary>
internal sealed class PictureCounts : IDisposable
{
    private const int Warmup = 30, Frames = 60;

    /// <summary>
    /// How many bytes a frame may allocate more if it is twenty-seven times as large: less than a row of it. The OSD keeps a larger
    /// picture of each new digit of its clock.
    /// </summary>
    private const double AllowedGrowth = 1024;

    /// <summary>A small and a large size, both of whole blocks and both not. The first can be turned without a decode.</summary>
    private static readonly (PictureSize Small, PictureSize Large)[] Sizes =
        [(new(320, 240), new(1920, 1088)), (new(312, 232), new(1920, 1080))];

    private readonly SteppedTime _time = new();
    private readonly EncoderThreads _threads = new(NullLogger<EncoderThreads>.Instance, count: 0);
    private readonly CountedReader _reader;
    private readonly Camera _camera;
    private readonly VariantSet _variants;
    private readonly FrameDispatcher _dispatcher;
    private readonly List<TakingConsumer> _consumers;
    private readonly int _connection;

    private PictureCounts(PictureSize size, int rotate)
    {
        _reader = new CountedReader(size);
        _camera = new Camera("main", new CameraOptions { Rotate = rotate }, _time);
        _variants = new VariantSet(_camera, new VideoStreamOptions(), _threads, _time, NullLogger<VariantSet>.Instance);
        _dispatcher = new FrameDispatcher(_variants, NullLogger<FrameDispatcher>.Instance);
        _connection = _camera.Connect(null);
        // Before the first frame nobody knows how large the variants are.
        Publish();
        IEnumerable<Variant> variants = Variants(_camera.Size, _variants.Limits.Quality);
        _consumers = [.. variants.Select(variant => new TakingConsumer(_variants, variant, _time))];
    }

    /// <summary>Counts for two sizes, as captured and turned.</summary>
    /// <returns>Whether all counts are within their bounds.</returns>
    public static bool Check()
    {
        bool isGood = true;
        foreach (var (small, large) in Sizes)
        {
            foreach (int rotate in (int[])[0, 90, 180])
                isGood &= Check(small, large, rotate);
        }

        return isGood;
    }

    public void Dispose()
    {
        _consumers.ForEach(consumer => consumer.Dispose());
        _camera.Close();
        _threads.Dispose();
    }

    private static bool Check(PictureSize small, PictureSize large, int rotate)
    {
        bool isGood = true;
        (double few, double many) = (Check(small, rotate, ref isGood), Check(large, rotate, ref isGood));
        bool isBounded = many - few < AllowedGrowth;
        Console.WriteLine($"rotate {rotate}: {few:0} bytes allocated a frame of {small}, {many:0} of {large} "
            + $"(at most {AllowedGrowth} more): {(isBounded ? "met" : "NOT MET")}");
        return isGood && isBounded;
    }

    /// <summary>Checks the counts of one camera.</summary>
    /// <returns>Bytes allocated a frame.</returns>
    private static double Check(PictureSize size, int rotate, ref bool isGood)
    {
        using var counts = new PictureCounts(size, rotate);
        return counts.Count(size, rotate, ref isGood);
    }

    /// <summary>
    /// The camera's own JPEG, which needs no decode if it can be turned without loss; and others of two sizes, two qualities, and with OSD.
    /// </summary>
    private static Variant[] Variants(PictureSize size, int defaultQuality)
    {
        var half = new PictureSize(size.Width / 2, size.Height / 2);
        return
        [
            new(Osd: false, null, VariantEncoding.Passthrough(defaultQuality)),
            new(Osd: false, null, VariantEncoding.Jpeg(60)),
            new(Osd: true, null, VariantEncoding.Jpeg(60)),
            new(Osd: false, half, VariantEncoding.Jpeg(60)),
            new(Osd: true, half, VariantEncoding.Jpeg(60)),
            new(Osd: true, half, VariantEncoding.Jpeg(50)),
        ];
    }

    private double Count(PictureSize size, int rotate, ref bool isGood)
    {
        for (int i = 0; i < Warmup; i++)
            Step();
        PictureTotals before = Totals();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Frames; i++)
            Step();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        PictureTotals counted = Totals() - before, expected = Expected(size, isTurned: rotate > 0);
        Console.WriteLine($"{size}, rotate {rotate}, {_consumers.Count} variants, {Frames} frames: {counted}: "
            + (counted == expected ? "met" : $"NOT MET, expected {expected}"));
        isGood &= counted == expected;
        return (double)allocated / Frames;
    }

    private PictureTotals Totals() => new(
        _reader.Counter.Decodes, _reader.Counter.Turned, _variants.Statistics.Encodes, _variants.Statistics.PassedThrough,
        _consumers.Sum(consumer => consumer.Taken), _camera.Pool.Allocated);

    /// <summary>One decode a frame, and an encode for each variant but the passed one.</summary>
    private PictureTotals Expected(PictureSize size, bool isTurned)
    {
        bool isPassed = JpegTurner.CanTurn(size, CountedPayload.Unit, _camera.Options.Orientation);
        int passed = isPassed ? 1 : 0;
        return new(
            Frames, isPassed && isTurned ? Frames : 0, Frames * (_consumers.Count - passed), Frames * passed, Frames * _consumers.Count, 0);
    }

    private void Step()
    {
        Publish();
        while (_threads.TryEncodeNext())
        {
        }
    }

    private void Publish()
    {
        _time.Advance(TimeSpan.FromMilliseconds(33.4));
        FrameCapture.TryPublish(_camera, _reader, _connection);
        if (_camera.Frames.TryTake(_dispatcher.Dispatched, out Frame? frame))
            _dispatcher.Dispatch(frame);
    }
}
