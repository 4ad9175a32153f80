using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Frames.H264;

/// <summary>
/// The last access units of a camera that sends H.264, from a key frame on: a viewer can begin there, and misses none,
/// where the camera's slot keeps just the newest frame. One writer, any number of readers.
/// </summary>
/// <param name="camera">The camera's name, for the frames' metadata.</param>
/// <param name="frequency">Ticks of the frames' stamps in a second.</param>
internal sealed class CameraVideo(string camera, long frequency) : IEncodedFrames, IDisposable
{
    /// <summary>So much is kept at most. A stream with fewer key frames is decoded as it comes, and a little before.</summary>
    private const int MaxSeconds = 6, MaxBytes = 6 * 1024 * 1024;

    private const int EagerSeconds = 4, EagerBytes = 4 * 1024 * 1024;

    /// <summary>A viewer begins with so much at most. With more it would be sent old pictures for too long.</summary>
    public const int StartSeconds = 2, StartBytes = 1024 * 1024;

    /// <summary>So many units are few, however old they are: a camera may send one in ten seconds.</summary>
    public const int FewUnits = 8;

    private readonly Lock _gate = new();
    private readonly List<EncodedFrame> _units = [];
    private readonly BitrateMeter _bitrate = new(frequency);
    private string? _problem;
    private long _bytes;
    private long _dropped;
    private long _lastReference;
    private bool _hadManyUnits, _hasManyUnits;

    /// <summary>The stream; null while the camera sends none. For any thread.</summary>
    public H264Stream? Stream { get; private set; }

    /// <summary>Why viewers can't be passed the camera's video, in words; null if they can, or if it has none. For any thread.</summary>
    public string? Problem
    {
        get => Volatile.Read(ref _problem);
        set => Volatile.Write(ref _problem, value);
    }

    /// <summary>Kilobits a second over the last seconds; 0 while unknown. For any thread.</summary>
    public int Kilobits => _bitrate.Kilobits;

    /// <inheritdoc cref="BitrateMeter.FrameRate"/>
    public double FrameRate => _bitrate.FrameRate;

    /// <summary>
    /// Whether the newest unit can be decoded with those before it: none was lost since the key frame. For any thread.
    /// </summary>
    public bool IsWhole { get; private set; }

    /// <summary>
    /// Whether each new unit must be decoded at once, because there are so many behind one key frame that some are given up, or will be.
    /// Else none could be decoded until the next key frame. Where there were so many behind the key frame before, it goes on from the key
    /// frame, because they take less time one by one.
    /// </summary>
    public bool IsDecodedAtOnce => _hasManyUnits || _hadManyUnits;

    /// <summary>The number of the newest frame; 0 if there is none. For any thread.</summary>
    public long Newest
    {
        get
        {
            lock (_gate)
                return _units.Count > 0 ? _units[^1].Stamp.Number : 0;
        }
    }

    /// <summary>Whether the units since the last key frame are few enough to begin with them. True before the first.</summary>
    public bool CanBegin
    {
        get
        {
            lock (_gate)
            {
                return _units.Count == 0
                    || (_units[0].Unit!.Value.IsKeyFrame && _bytes <= StartBytes && !LastsLongerThan(StartSeconds, from: 0));
            }
        }
    }

    /// <summary>Adds the newest unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="stamp">The stamp of its frame.</param>
    /// <param name="capturedAt">When it was captured, by the wall clock.</param>
    public void Add(H264Payload unit, FrameStamp stamp, DateTimeOffset capturedAt)
    {
        unit.Number = stamp.Number;
        var frame = new EncodedFrame(unit.Forward(new FrameMetadata(stamp.Number, capturedAt, camera, Live: true)))
        {
            Stamp = stamp,
            Size = unit.Size,
            Live = true,
            Quality = null,
            Video = unit.Video.Format,
            Unit = Place(unit.Kind, stamp.Number),
            EncodeTime = null,
        };
        lock (_gate)
        {
            (Stream, IsWhole) = (unit.Video, unit.Kind != H264UnitKind.Broken);
            _bitrate.Add(frame.Bytes.Length, stamp.Timestamp);
            if (unit.IsKeyFrame)
            {
                DropAll();
                _hadManyUnits = _hasManyUnits;
            }

            _units.Add(frame);
            _bytes += frame.Bytes.Length;
            DropOld();
        }
    }

    /// <summary>The camera sends no more, or what it sends begins anew.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            DropAll();
            _bitrate.Restart();
            (Stream, _hadManyUnits, _hasManyUnits) = (null, false, false);
        }
    }

    /// <summary>What follows is the video of another source.</summary>
    public void Forget()
    {
        Clear();
        Problem = null;
        lock (_gate)
            _bitrate.Reset();
    }

    /// <summary>Takes the oldest unit with a higher number: the key frame, if all were missed.</summary>
    /// <param name="after">The number.</param>
    /// <param name="unit">The unit. The caller releases it.</param>
    public bool TryTakeNext(long after, [NotNullWhen(true)] out EncodedFrame? unit)
    {
        lock (_gate)
        {
            int index = IndexAfter(after);
            unit = index < _units.Count ? _units[index] : null;
            unit?.Retain();
            return unit is not null;
        }
    }

    /// <summary>Takes the units that must be decoded for one frame, if that is possible.</summary>
    /// <param name="decoded">The number of the unit that was decoded last; 0 for none.</param>
    /// <param name="wanted">The number of the frame.</param>
    /// <param name="units">Gets the units. The caller releases them.</param>
    /// <param name="most">How many are taken at most.</param>
    /// <returns>False if one that is needed is gone.</returns>
    public bool TryTakeUpTo(long decoded, long wanted, List<EncodedFrame> units, int most = int.MaxValue)
    {
        lock (_gate)
        {
            int end = IndexAfter(wanted), first = IndexAfter(decoded);
            int key = end - 1;
            while (key >= first && !_units[key].Unit!.Value.IsKeyFrame)
                key--;
            if (key < first && (decoded < _dropped || decoded == 0))
                return false;
            for (int i = Math.Max(key, first); i < end && units.Count < most; i++)
            {
                // Nothing depends on those above the base.
                if (_units[i].Unit!.Value.Layer > 0 && i < end - 1)
                    continue;
                _units[i].Retain();
                units.Add(_units[i]);
            }

            return units.Count > 0;
        }
    }

    public void Dispose() => Clear();

    private StreamUnit Place(H264UnitKind kind, long number)
    {
        long reference = kind switch
        {
            H264UnitKind.Key => 0,
            // Nobody has had the frame itself before.
            H264UnitKind.Broken => number,
            _ => _lastReference,
        };
        if (kind == H264UnitKind.Disposable)
            return new StreamUnit(number, reference, Layer: 1);
        _lastReference = number;
        return new StreamUnit(number, reference, Layer: 0);
    }

    private int IndexAfter(long number)
    {
        int index = _units.Count;
        while (index > 0 && _units[index - 1].Stamp.Number > number)
            index--;
        return index;
    }

    private void DropOld()
    {
        int keep = 0;
        // More than a few: those that are to be decoded first are decoded two for each that comes.
        while (keep < _units.Count - 1 && (_bytes > MaxBytes || LastsLongerThan(MaxSeconds, from: keep, few: 2 * FewUnits)))
            Drop(_units[keep++]);
        _units.RemoveRange(0, keep);
        _hasManyUnits = !_units[0].Unit!.Value.IsKeyFrame || _bytes > EagerBytes || LastsLongerThan(EagerSeconds, from: 0);
    }

    private bool LastsLongerThan(int seconds, int from, int few = FewUnits) =>
        _units.Count - from > few && _units[^1].Stamp.Timestamp - _units[from].Stamp.Timestamp > seconds * frequency;

    private void DropAll()
    {
        _units.ForEach(Drop);
        _units.Clear();
    }

    private void Drop(EncodedFrame unit)
    {
        _dropped = unit.Stamp.Number;
        _bytes -= unit.Bytes.Length;
        unit.Release();
    }
}
