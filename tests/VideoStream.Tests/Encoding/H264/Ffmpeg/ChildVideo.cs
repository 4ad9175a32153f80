using System.Collections.Concurrent;
using VideoStream.Encoding.H264;
using VideoStream.Encoding.H264.Ffmpeg;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.H264.Ffmpeg;

/// <summary>An encoder with an ffmpeg child, fed with the pictures of <see cref="MovingPictures"/> one after the other.</summary>
internal sealed class ChildVideo : IDisposable
{
    private readonly BlockingCollection<(H264Request Request, EncodedUnit Unit)> _arrived = [];
    private readonly PixelPlanes _picture = new();

    public ChildVideo(PictureSize size, int kilobits = 1000, ChildCoder? coder = null, TimeProvider? time = null)
    {
        Size = size;
        time ??= TimeProvider.System;
        Encoder = new FfmpegEncoder(
            coder ?? ChildCoder.X264,
            new H264Settings(size, kilobits, 30),
            OnUnit,
            "camera front",
            new ChildStarts(time),
            Failures,
            time,
            Log);
    }

    public PictureSize Size { get; }

    public EncoderFailures Failures { get; } = new();

    public FfmpegEncoder Encoder { get; }

    public ListLogger<ChildVideo> Log { get; } = new();

    /// <summary>How many units have come that nobody waited for.</summary>
    public int Waiting => _arrived.Count;

    /// <summary>The process of the child, once it runs.</summary>
    public int Process
    {
        get
        {
            Limit.Until(() => Encoder.ProcessId is not null);
            return Encoder.ProcessId!.Value;
        }
    }

    /// <summary>Submits a picture as soon as there is room.</summary>
    public void Submit(int index, bool asKeyFrame = false, double rate = 30)
    {
        Limit.Until(() => Encoder.HasRoom);
        _picture.PaintVideo(Size, index);
        Assert.False(Encoder.Submit(_picture, new(TimeSpan.FromSeconds(index / rate), asKeyFrame), out _));
    }

    /// <summary>Waits for the next unit.</summary>
    public (H264Request Request, EncodedUnit Unit) Next()
    {
        Limit.Until(() => _arrived.Count > 0);
        return _arrived.Take();
    }

    /// <summary>Encodes pictures, each when the unit of the one before has come.</summary>
    public List<EncodedUnit> Encode(int count, Func<int, bool>? key = null, int from = 0, double rate = 30)
    {
        List<EncodedUnit> units = [];
        for (int i = from; i < from + count; i++)
        {
            Submit(i, key?.Invoke(i) == true, rate);
            units.Add(Next().Unit);
        }

        return units;
    }

    /// <summary>Submits pictures until a unit comes: of another child, because the one before has failed.</summary>
    public EncodedUnit Recover(int from)
    {
        Deadline deadline = Limit.Deadline();
        for (int i = from; _arrived.Count == 0; i++)
        {
            deadline.Check();
            if (Encoder.HasRoom)
                Submit(i);
        }

        return Next().Unit;
    }

    public void Dispose()
    {
        Encoder.Dispose();
        _picture.Dispose();
    }

    private void OnUnit(H264Request request, H264Unit unit) =>
        _arrived.Add((request, new EncodedUnit(unit.Bytes.ToArray(), unit.IsKeyFrame, unit.TemporalLayer)));
}
