using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>The last <see cref="VideoRungs"/> of one viewer: the same object while nothing has changed. For any thread.</summary>
internal sealed class VideoRungsCache
{
    private (PictureSize? Source, PictureSize? MaxSize) _key;
    private volatile VideoRungs? _rungs;
    private readonly Lock _gate = new();

    /// <inheritdoc cref="VideoRungs(IEnumerable{LadderRung}, PictureSize?, PictureSize?)"/>
    public VideoRungs Get(H264Options options, PictureSize? source, PictureSize? maxSize)
    {
        lock (_gate)
        {
            if (_rungs is null || _key != (source, maxSize))
                (_key, _rungs) = ((source, maxSize), new VideoRungs(options.Rungs, source, maxSize));
            return _rungs;
        }
    }
}
