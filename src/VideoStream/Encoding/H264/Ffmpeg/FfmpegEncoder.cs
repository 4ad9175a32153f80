using VideoStream.Frames;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// Encodes with an ffmpeg child, which is started with the first picture. If it fails, another one takes its place with the next picture,
/// and after a pause if that one fails, too.
/// </summary>
/// <param name="coder">The encoder.</param>
/// <param name="settings">What it is made for.</param>
/// <param name="completed">Gets the units, on a thread of the child.</param>
/// <param name="name">What is encoded, for the log.</param>
/// <param name="starts">Bounds how often a child is started.</param>
/// <param name="failures">Counts the failures.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets the first failure of a row.</param>
internal sealed partial class FfmpegEncoder(
    ChildCoder coder,
    H264Settings settings,
    H264UnitHandler completed,
    string name,
    ChildStarts starts,
    EncoderFailures failures,
    TimeProvider time,
    ILogger logger) : IH264Encoder
{
    /// <summary>How long a child must have worked for its failure to be the first of a row.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private EncoderChild? _child;
    private int _childKilobits;
    private int _wantedKilobits = settings.Kilobits;
    private int _failures;
    private long _failedAt;
    private bool _isDisposed;
    private volatile string? _problem;

    /// <inheritdoc/>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return _child?.HasRoom ?? (MayStart && starts.HasRoom);
        }
    }

    /// <inheritdoc/>
    public string? Problem => _problem ?? (Volatile.Read(ref _child) is null ? HangingChildren.Problem(coder) : null);

    /// <summary>The process of the child; null if none runs.</summary>
    internal int? ProcessId
    {
        get
        {
            lock (_gate)
                return _child?.ProcessId;
        }
    }

    private bool MayStart => !_isDisposed
        && HangingChildren.Problem(coder) is null
        && (_failures == 0 || time.GetElapsedTime(_failedAt) >= Pause);

    /// <summary>Whether the child's bitrate is near enough to what is wanted. It can't change.</summary>
    private bool HasBitrate => Math.Abs(Math.Log2((double)_wantedKilobits / _childKilobits)) < 0.5;

    /// <summary>Nothing after the first failure of a row, then one second, two, four and so on.</summary>
    private TimeSpan Pause =>
        _failures < 2 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, _failures - 2)));

    /// <inheritdoc/>
    public bool Submit(PixelPlanes picture, H264Request request, out H264Unit unit)
    {
        if (picture.Size != settings.Size || picture.Subsampling != ChromaSubsampling.Yuv420)
            throw new ArgumentException($"the encoder is for 4:2:0 pictures of {settings.Size}", nameof(picture));
        unit = default;
        Child()?.TrySubmit(picture, request);
        return false;
    }

    /// <inheritdoc/>
    /// <remarks>An ffmpeg that runs keeps its bitrate, so a change to 1.4 times that, or to 0.7 times, starts another one.</remarks>
    public void SetBitrate(int kilobits)
    {
        lock (_gate)
            _wantedKilobits = kilobits;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _child?.Dispose();
            _child = null;
        }

        failures.Forget(this);
    }

    private EncoderChild? Child()
    {
        lock (_gate)
        {
            if ((_child is not null && HasBitrate) || !MayStart || !starts.TryTake())
                return _child;
            // One that can't start is none.
            var child = new EncoderChild(coder, settings with { Kilobits = _wantedKilobits }, OnUnit, OnEnd, time);
            child.Start();
            _child?.Dispose();
            (_child, _childKilobits) = (child, _wantedKilobits);
            return _child;
        }
    }

    private void OnUnit(H264Request request, H264Unit unit)
    {
        // For each unit, and mostly there is nothing to change.
        if (_problem is not null)
            _problem = null;
        failures.Recover(this);
        completed(request, unit);
    }

    private void OnEnd(EncoderChild child, string? reason)
    {
        string cause = reason ?? "no reason";
        bool isFirst;
        lock (_gate)
        {
            if (child != _child)
                return;
            _child = null;
            _failedAt = time.GetTimestamp();
            isFirst = _failures == 0 || time.GetElapsedTime(child.StartedAt, _failedAt) >= Steady;
            _failures = isFirst ? 1 : _failures + 1;
        }

        _problem = $"{coder.Name}: {cause}";
        failures.Add(this, _problem);
        if (isFirst)
            LogFailed(coder.Name, name, cause);
    }
}
