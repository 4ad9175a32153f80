using CsCheck;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>What holds for any stream of a camera, wherever it is cut and whatever becomes of it on the way.</summary>
[Slow]
public sealed class MultipartJpegProperties
{
    private static readonly string[] Dialects =
    [
        "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n",
        "--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n",
        "--frame\r\nContent-Length: {short}\r\n\r\n{jpeg}{zeros}\r\n",
        "--frame\r\nContent-Length: {length}\r\n\r\n{open}\r\n",
        "--frame\r\n\r\n{open}{zeros}\r\n",
        "{soi}{jpeg}{eoi}",
        "{open}",
    ];

    /// <summary>More than 100 kB from the fifth on. Every third one is progressive.</summary>
    private static readonly byte[][] Frames = [.. Enumerable.Range(1, 30).Select(
        seed => CameraJpeg.Noise(96 + seed, 64, seed, parameters: [(int)OpenCvSharp.ImwriteFlags.JpegProgressive, seed % 3 == 0 ? 1 : 0]))];

    /// <summary>How many of the last frames no change can reach: a segment whose length has changed takes 64 kB with it.</summary>
    private const int Safe = 3;

    private static readonly Gen<string> Dialect = Gen.Int[0, Dialects.Length - 1].Select(index => Dialects[index]);

    [Fact]
    public async Task Any_cut_of_a_good_stream_yields_its_frames()
    {
        await Limit.Within(OwnThread.Run(() => Gen.Select(Dialect, Mutations.Cuts).Sample(
            (dialect, cuts) =>
            {
                (List<byte[]> read, CameraFault fault) = Read(CameraDialect.Stream(null, dialect, Frames[..6]), cuts);
                Assert.Equal(Frames[..6], read);
                Assert.Equal(CameraFaultKind.EndOfStream, fault.Kind);
            },
            iter: 500,
            threads: 1)));
    }

    [Fact]
    public async Task Any_cut_of_any_change_of_a_stream_yields_whole_frames_and_the_later_good_ones_or_a_reason()
    {
        await Limit.Within(OwnThread.Run(() => Gen.Select(Dialect, Mutations.Any.Array[1, 4], Mutations.Cuts).Sample(
            (dialect, changes, cuts) =>
            {
                byte[] start = changes.Aggregate(CameraDialect.Stream(null, dialect, Frames[..4]), (stream, change) => change(stream));
                byte[] end = CameraDialect.Stream(null, dialect, Frames[4..]);
                (List<byte[]> read, CameraFault fault) = Read([.. start, .. end], cuts);
                Assert.NotEmpty(fault.Text);
                Assert.All(read, frame => Assert.Equal(frame.Length, Length(frame)));
                if (fault.Kind == CameraFaultKind.EndOfStream)
                    Assert.Equal(Frames[^Safe..], read.TakeLast(Safe));
            },
            iter: 1000,
            threads: 1)));
    }

    [Fact]
    public async Task Any_bytes_at_all_end_with_a_reason()
    {
        await Limit.Within(OwnThread.Run(() => Gen.Select(Gen.Byte.Array[0, 5000], Mutations.Cuts).Sample(
            (bytes, cuts) => Assert.NotEmpty(Read(bytes, cuts).Fault.Text), iter: 500, threads: 1)));
    }

    /// <summary>Reads to the end. Each turn consumes something, so there are at most as many as bytes.</summary>
    private static (List<byte[]> Frames, CameraFault Fault) Read(byte[] stream, int[] cuts)
    {
        var read = new List<byte[]>();
        using var frames = new MultipartJpegReader(new JpegReceiver(new ChoppedStream(stream, cuts)), "frame", "http://camera");
        for (int turns = 0; turns <= stream.Length; turns++)
        {
            if (frames.ReadNext() is { IsOk: false } ended)
                return (read, ended.Fault);
            if (frames.TryDetachFrame(out PooledBuffer? frame))
            {
                read.Add(frame.Bytes.ToArray());
                frame.Release();
            }
        }

        throw new InvalidOperationException("the stream is never at its end");
    }

    private static int Length(byte[] frame)
    {
        var scanner = new JpegScanner();
        return scanner.Advance(frame) == JpegScan.Complete ? scanner.Length : 0;
    }
}
