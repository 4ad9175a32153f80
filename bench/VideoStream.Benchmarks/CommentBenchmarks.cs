using BenchmarkDotNet.Attributes;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>What a camera's own JPEG needs before it is passed on.</summary>
public class CommentBenchmarks
{
    private byte[] _jpeg = [];
    private byte[] _same = [];

    [GlobalSetup]
    public void Setup()
    {
        _jpeg = BenchmarkFrames.Jpeg(1280, 704);
        _same = [.. _jpeg];
    }

    /// <summary>The bytes into memory of our own, for comparison: this is where they would be received.</summary>
    [Benchmark(Baseline = true)]
    public int Copy()
    {
        PooledBuffer buffer = PooledBuffer.Copy(_jpeg);
        int length = buffer.Bytes.Length;
        buffer.Release();
        return length;
    }

    /// <summary>The same, and the comment put into it.</summary>
    [Benchmark]
    public int CopyAndInsert()
    {
        PooledBuffer buffer = PooledBuffer.Copy(_jpeg);
        Span<byte> segment = stackalloc byte[JpegMetadata.MaxLength];
        int written = JpegMetadata.Write(new FrameMetadata(123_456, DateTimeOffset.UnixEpoch, "main", Live: true), segment);
        buffer.Insert(JpegMetadata.Position(_jpeg), segment[..written]);
        int length = buffer.Bytes.Length;
        buffer.Release();
        return length;
    }

    /// <summary>Whether it is a whole JPEG, and how large its frame is.</summary>
    [Benchmark]
    public bool Scan() => new JpegScanner().Advance(_jpeg) == JpegScan.Complete;

    /// <summary>Whether it shows what the one before did, where it does: the longest that can take.</summary>
    [Benchmark]
    public bool Compare() => _jpeg.AsSpan().SequenceEqual(_same);
}
