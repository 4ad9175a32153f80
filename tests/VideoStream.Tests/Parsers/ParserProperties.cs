using CsCheck;
using VideoStream.Fuzz;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Parsers;

/// <summary>
/// What holds for any input of a parser that reads what clients and cameras send: an answer or a clean refusal, within bounded memory.
/// Each fuzz target says what else it promises. The inputs are made from the seeds that scripts/fuzz.sh begins with.
/// </summary>
public sealed class ParserProperties
{
    private const string Corpus = "bench/VideoStream.Fuzz/corpus";

    public static TheoryData<string> Targets => [.. FuzzTargets.Names];

    [Fact]
    public void Every_target_has_seeds() =>
        Assert.Equal(FuzzTargets.Names.Order(), Repository.Files(Corpus).Select(path => path.Split('/')[^2]).Distinct().Order());

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_seed_keeps_the_promises(string name)
    {
        using BoundedTarget target = Create(name);
        await Limit.Within(OwnThread.Run(() => Assert.All(Seeds(name), target.Run)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Any_change_of_a_seed_keeps_the_promises(string name)
    {
        byte[][] seeds = Seeds(name);
        using BoundedTarget target = Create(name);
        await Limit.Within(OwnThread.Run(() => Gen.Select(Gen.Int[0, seeds.Length - 1], Mutations.Any.Array[1, 4]).Sample(
            (seed, changes) => target.Run(changes.Aggregate(seeds[seed], (bytes, change) => change(bytes))), iter: 2000, threads: 1)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Any_bytes_keep_the_promises(string name)
    {
        using BoundedTarget target = Create(name);
        await Limit.Within(OwnThread.Run(() => Gen.Byte.Array[0, 3000].Sample(target.Run, iter: 500, threads: 1)));
    }

    [Fact]
    public void A_parser_that_allocates_out_of_proportion_is_found()
    {
        using var target = new BoundedTarget(new GreedyTarget());
        target.Run(new byte[1000]);
        Assert.Throws<FuzzException>(() => target.Run(new byte[20_000]));
    }

    private static BoundedTarget Create(string name) => new(FuzzTargets.Find(name)!());

    private static byte[][] Seeds(string name) => [.. Repository.Files($"{Corpus}/{name}").Select(Repository.Bytes)];

    /// <summary>Allocates a thousand times its input, and is allowed a hundred times.</summary>
    private sealed class GreedyTarget : IFuzzTarget
    {
        public int BytesForEach => 100;

        public void Run(ReadOnlySpan<byte> input) => GC.KeepAlive(new byte[input.Length * 1000]);

        public void Dispose()
        {
        }
    }
}
