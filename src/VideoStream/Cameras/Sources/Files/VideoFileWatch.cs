namespace VideoStream.Cameras.Sources.Files;

/// <summary>
/// Notices that a file has changed while it plays. ffmpeg opens it again for each round, but keeps the size and codec of the first one. A
/// file that is still being written, as a recording is, counts when it is complete: when it has been unchanged for some time.
/// </summary>
internal sealed class VideoFileWatch : IDisposable
{
    /// <summary>Checks without a change after which a file counts: one that was replaced, and one that may have grown.</summary>
    public const int ReplacedChecks = 1, GrownChecks = 6;

    /// <summary>The time between two checks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Action _onChanged;
    private readonly VideoFileState _opened;
    private readonly ITimer _timer;
    private VideoFileState _last;
    private int _unchanged;
    private bool _hasChanged;

    /// <summary>Starts to watch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onChanged">Called once, on another thread.</param>
    public VideoFileWatch(string path, TimeProvider time, Action onChanged)
    {
        (_path, _onChanged) = (path, onChanged);
        _last = _opened = VideoFileState.Of(path);
        _timer = time.CreateTimer(watch => ((VideoFileWatch)watch!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        WaitForNextCheck();
    }

    /// <summary>Whether the file has changed.</summary>
    public bool HasChanged => Volatile.Read(ref _hasChanged);

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        VideoFileState now = VideoFileState.Of(_path);
        _unchanged = now == _last ? _unchanged + 1 : 0;
        _last = now;
        if (now == _opened || _unchanged < (now.IsReplacementOf(_opened) ? ReplacedChecks : GrownChecks))
        {
            WaitForNextCheck();
            return;
        }

        Volatile.Write(ref _hasChanged, true);
        _onChanged();
    }

    /// <summary>Not a period: a check can hang, on a network file system, and the next ones would hang too.</summary>
    private void WaitForNextCheck() => _timer.Change(Interval, Timeout.InfiniteTimeSpan);
}
