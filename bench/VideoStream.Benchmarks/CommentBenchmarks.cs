using BenchmarkDotNet.Attributes;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>Work on a camera's own JPEG before it is passed through.</summary>
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

    /// <summary>Baseline: copies the bytes into a pooled buffer, into which they are normally received.</summary>
    [Benchmark(Baseline = true)]
    public int Copy()
    {
        PooledBuffer buffer = PooledBuffer.Copy(_jpeg);
        int length = buffer.Bytes.Length;
        buffer.Release();
        return length;
    }

    /// <summary>The same, with the comment inserted.</summary>
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

    /// <summary>Scans for the end of the JPEG and its size in pixels.</summary>
    [Benchmark]
    public bool Scan() => new JpegScanner().Advance(_jpeg) == JpegScan.Complete;

    /// <summary>Compares with an equal JPEG, which is the slowest case.</summary>
    [Benchmark]
    public bool Compare() => _jpeg.AsSpan().SequenceEqual(_same);
}
