using System.ComponentModel;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// One ffmpeg that encodes. A thread of its own starts it and writes the pictures, another one reads the units, so who submits waits for
/// neither. A child that does not answer is killed. All ends with the child: it is not used again.
/// </summary>
/// <param name="coder">The encoder.</param>
/// <param name="settings">What it is made for.</param>
/// <param name="completed">Gets the units, on the thread that reads.</param>
/// <param name="ended">Called once, when the child is gone: with the reason, or null after <see cref="Dispose"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class EncoderChild(
    ChildCoder coder, H264Settings settings, H264UnitHandler completed, Action<EncoderChild, string?> ended, TimeProvider time)
    : IDisposable
{
    /// <summary>How long the child may take for a picture, and for its first one, for which it starts.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1), StartTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a child that was killed may stay. One that hangs in a driver does not end.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(3), CheckInterval = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly AccessUnitBuilder _units = new();
    private readonly PicturesInFlight _inFlight = new();
    private readonly byte[] _picture = new byte[IvfFormat.PictureHeaderLength + (settings.Size.Width * settings.Size.Height * 3 / 2)];

    private EncoderProcess? _process;
    private bool _isFull, _hasAnswered, _isEnding, _isDisposed;
    private string? _reason;
    private long _progressAt, _endingAt;
    private int _isReported;
    // Never, if it hangs in a driver.
    private volatile bool _isGone;

    /// <summary>When it was started, in monotonic ticks.</summary>
    public long StartedAt { get; } = time.GetTimestamp();

    /// <summary>The process; null before it runs, and afterwards.</summary>
    internal int? ProcessId
    {
        get
        {
            lock (_gate)
                return _process?.Id;
        }
    }

    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return !_isFull && !_isEnding && _inFlight.Count < coder.MaxInFlight;
        }
    }

    /// <summary>Starts ffmpeg, without waiting for it.</summary>
    public void Start() => StartThread("encoder-child", Run);

    /// <summary>Hands over a copy of a picture. One thread at a time does.</summary>
    /// <returns>False if there is no room for it.</returns>
    public bool TrySubmit(PixelPlanes picture, H264Request request)
    {
        if (!HasRoom)
            return false;
        picture.Bytes.CopyTo(_picture.AsSpan(IvfFormat.PictureHeaderLength));
        lock (_gate)
        {
            IvfFormat.WritePictureHeader(_picture.Length - IvfFormat.PictureHeaderLength, _inFlight.Add(request), _picture);
            (_isFull, _progressAt) = (true, time.GetTimestamp());
            Monitor.PulseAll(_gate);
        }

        return true;
    }

    /// <summary>Ends the child, without waiting for that. Units that come meanwhile are dropped.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        End(null);
    }

    private void Run()
    {
        try
        {
            using var process = new EncoderProcess(coder, settings);
            lock (_gate)
                _process = process;
            Run(process);
        }
        catch (Exception e)
        {
            // Uncaught, it would end the service.
            End(e is Win32Exception failure ? FfmpegProcess.ReasonOf(failure) ?? "ffmpeg is missing" : e.Message);
        }

        _isGone = true;
        ReportEnd();
    }

    private void ReportEnd()
    {
        if (Interlocked.Exchange(ref _isReported, 1) != 0)
            return;
        if (!_isGone)
            HangingChildren.Add(coder, () => _isGone);
        ended(this, _isDisposed ? null : _reason ?? "ffmpeg does not end");
    }

    private void Run(EncoderProcess process)
    {
        using ITimer check = time.CreateTimer(_ => CheckProgress(), null, CheckInterval, CheckInterval);
        Thread reader = StartThread("encoder-child-output", () => Read(process.Output));
        Feed(process.Input);
        process.Kill();
        reader.Join();
        string reason = process.WaitForEnd();
        lock (_gate)
        {
            _process = null;
            _reason ??= reason;
        }
    }

    /// <summary>Writes pictures until the child ends.</summary>
    private void Feed(Stream input)
    {
        try
        {
            Span<byte> header = stackalloc byte[IvfFormat.HeaderLength];
            IvfFormat.WriteHeader(settings.Size, header);
            input.Write(header);
            while (WaitForPicture())
            {
                input.Write(_picture);
                lock (_gate)
                    _isFull = false;
            }
        }
        catch (IOException)
        {
            // The child has ended, which the thread that reads sees as well.
            End(null);
        }
    }

    private bool WaitForPicture()
    {
        lock (_gate)
        {
            while (!_isFull && !_isEnding)
                Monitor.Wait(_gate);
            return !_isEnding;
        }
    }

    /// <summary>Reads units until the child ends.</summary>
    private void Read(Stream output)
    {
        string? reason = null;
        try
        {
            var reader = new FlvReader(output);
            while (reader.TryRead(out FlvTag tag))
                Receive(tag);
        }
        catch (Exception e)
        {
            // Uncaught, it would end the process.
            reason = e.Message;
        }

        End(reason);
    }

    private void Receive(FlvTag tag)
    {
        if (tag.IsConfiguration)
        {
            _units.Configure(tag.Payload);
            return;
        }

        ReadOnlySpan<byte> bytes = _units.Build(tag.Payload, out bool isKeyFrame);
        H264Request request;
        lock (_gate)
        {
            if (_isEnding)
                return;
            request = _inFlight.Answer(tag.Milliseconds);
            (_hasAnswered, _progressAt) = (true, time.GetTimestamp());
        }

        if (request.AsKeyFrame && !isKeyFrame)
            throw new InvalidDataException("it made no key frame when it was asked to");
        completed(request, new H264Unit { Bytes = bytes, IsKeyFrame = isKeyFrame });
    }

    /// <summary>Kills a child that could have answered, or read a picture, for too long. One that does not end is given up.</summary>
    private void CheckProgress()
    {
        TimeSpan limit;
        bool isEnding;
        lock (_gate)
        {
            isEnding = _isEnding;
            limit = isEnding ? EndTimeout : _hasAnswered ? AnswerTimeout : StartTimeout;
            bool isBusy = isEnding || _isFull || _inFlight.Count >= coder.MaxInFlight;
            if (!isBusy || time.GetElapsedTime(isEnding ? _endingAt : _progressAt) < limit)
                return;
        }

        if (isEnding)
            ReportEnd();
        else
            End($"no answer within {limit.TotalSeconds:0} s");
    }

    /// <summary>Lets both threads end, and with them the child.</summary>
    /// <param name="reason">The reason; null if it follows from another one, or from what ffmpeg wrote.</param>
    private void End(string? reason)
    {
        lock (_gate)
        {
            _reason ??= reason;
            if (!_isEnding)
                (_isEnding, _endingAt) = (true, time.GetTimestamp());
            Monitor.PulseAll(_gate);
            // A write to a child that hangs ends with it.
            _process?.Kill();
        }
    }

    private static Thread StartThread(string name, ThreadStart run)
    {
        var thread = new Thread(run) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }
}
