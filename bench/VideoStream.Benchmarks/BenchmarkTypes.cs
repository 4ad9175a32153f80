namespace VideoStream.Benchmarks;

/// <summary>All benchmarks, in the order of a frame's path.</summary>
internal static class BenchmarkTypes
{
    public static readonly Type[] All =
    [
        typeof(VideoColourBenchmarks), typeof(SlotBenchmarks), typeof(CommentBenchmarks), typeof(OsdBenchmarks), typeof(EncodeBenchmarks),
        typeof(FanOutBenchmarks),
    ];
}
