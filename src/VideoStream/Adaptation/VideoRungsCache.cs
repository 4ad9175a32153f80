using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>The last <see cref="VideoRungs"/> of one viewer: the same object while nothing has changed. For any thread.</summary>
internal sealed class VideoRungsCache
{
    private (PictureSize? Source, PictureSize? MaxSize, int? Passed) _key;
    private volatile VideoRungs? _rungs;
    private readonly Lock _gate = new();

    /// <summary>Kilobits a second of the camera's own video as they were given last; null if it can't be passed.</summary>
    public int? PassedKilobits
    {
        get
        {
            lock (_gate)
                return _key.Passed;
        }
    }

    /// <inheritdoc cref="VideoRungs(IEnumerable{LadderRung}, PictureSize?, PictureSize?, int?)"/>
    public VideoRungs Get(H264Options options, PictureSize? source, PictureSize? maxSize, int? passed)
    {
        lock (_gate)
        {
            if (_rungs is null || _key != (source, maxSize, passed))
                (_key, _rungs) = ((source, maxSize, passed), new VideoRungs(options.Rungs, source, maxSize, passed));
            return _rungs;
        }
    }
}
