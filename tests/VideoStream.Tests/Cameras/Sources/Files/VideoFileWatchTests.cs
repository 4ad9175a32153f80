using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras.Sources.Files;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Files;

public sealed class VideoFileWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestDirectory _folder = new();
    private readonly string _path;
    private readonly VideoFileWatch _watch;
    private int _calls;

    public VideoFileWatchTests()
    {
        _path = _folder.Path("film.mp4");
        File.WriteAllText(_path, "a film");
        _watch = new VideoFileWatch(_path, _time, () => _calls++);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_that_stays_as_it_is_has_not_changed()
    {
        Check(20);
        Assert.False(_watch.HasChanged);
        Assert.Equal(0, _calls);
    }

    [Fact]
    public void A_file_that_was_replaced_has_changed_when_it_is_seen_unchanged()
    {
        File.WriteAllText(_path, "film");
        Check(1);
        Assert.False(_watch.HasChanged);
        Check(VideoFileWatch.ReplacedChecks);
        Assert.True(_watch.HasChanged);
        Check(5);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public void A_file_that_was_replaced_by_an_older_one_has_changed()
    {
        File.WriteAllText(_path, "a longer film");
        File.SetLastWriteTimeUtc(_path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Check(1 + VideoFileWatch.ReplacedChecks);
        Assert.True(_watch.HasChanged);
    }

    [Fact]
    public void A_file_that_is_gone_has_changed()
    {
        File.Delete(_path);
        Check(1 + VideoFileWatch.ReplacedChecks);
        Assert.True(_watch.HasChanged);
    }

    [Fact]
    public void A_file_that_is_back_as_it_was_has_not_changed()
    {
        string elsewhere = _folder.Path("elsewhere.mp4");
        File.Move(_path, elsewhere);
        Check(1);
        File.Move(elsewhere, _path);
        Check(20);
        Assert.False(_watch.HasChanged);
    }

    [Fact]
    public void A_recording_that_grows_plays_on_until_it_is_complete()
    {
        for (int i = 0; i < 20; i++)
        {
            File.AppendAllText(_path, " grows");
            Check(VideoFileWatch.GrownChecks);
        }

        Assert.False(_watch.HasChanged);
        Check(1);
        Assert.True(_watch.HasChanged);
    }

    private void Check(int times)
    {
        for (int i = 0; i < times; i++)
            _time.Advance(VideoFileWatch.Interval);
    }
}
