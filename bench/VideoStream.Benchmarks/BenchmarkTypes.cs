namespace VideoStream.Benchmarks;

/// <summary>All benchmarks, in the order in which a frame passes what they measure.</summary>
internal static class BenchmarkTypes
{
    public static readonly Type[] All =
    [
        typeof(SlotBenchmarks), typeof(CommentBenchmarks), typeof(OsdBenchmarks), typeof(EncodeBenchmarks), typeof(FanOutBenchmarks),
    ];
}
