using OpenCvSharp;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class VideoFileReaderTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly Film _film = new();
    private readonly List<byte> _levels = [];
    private VideoFileReader? _file;
    private string? _reason;

    public void Dispose()
    {
        _file?.Close();
        _film.Dispose();
    }

    [Fact]
    public async Task A_film_plays_in_order_at_its_own_rate_and_begins_again_at_its_end()
    {
        Assert.Null(Open(_film.Write()));

        List<TimeSpan> waits = await _time.RunAsync(() => Play(12));

        Assert.Null(_reason);
        Assert.Equal([.. Film.Levels, .. Film.Levels, .. Film.Levels[..2]], _levels);
        // Eleven intervals of a 25th of a second, without a gap between the rounds.
        Assert.Equal(11, waits.Count);
        Assert.All(waits, wait => Assert.InRange(wait.TotalMilliseconds, 39, 41));
        Assert.Equal(440, waits.Sum(wait => wait.TotalMilliseconds), 1.0);
    }

    [Fact]
    public async Task A_film_that_is_opened_again_plays_from_its_beginning()
    {
        Open(_film.Write());
        await _time.RunAsync(() => Play(3));

        Assert.True(_file!.Open(TestContext.Current.CancellationToken).IsOk);
        await _time.RunAsync(() => Play(2));

        Assert.Equal([.. Film.Levels[..3], .. Film.Levels[..2]], _levels);
    }

    [Fact]
    public async Task A_film_that_is_deleted_while_it_plays_is_a_fault_at_its_end()
    {
        string path = _film.Write();
        Open(path);
        await _time.RunAsync(() => Play(2));
        File.Delete(path);

        await _time.RunAsync(() => Play(10));

        Assert.Equal(5, _levels.Count);
        Assert.Equal($"no such file: {path}", _reason);
        Assert.Equal($"no such file: {path}", _file!.Open(TestContext.Current.CancellationToken).Fault?.Text);
        _film.Write();
        Assert.True(_file.Open(TestContext.Current.CancellationToken).IsOk);
    }

    [Fact]
    public async Task A_film_that_is_replaced_by_something_else_is_a_fault_at_its_end()
    {
        string path = _film.Write();
        Open(path);
        await _time.RunAsync(() => Play(2));
        File.Delete(path);
        await File.WriteAllTextAsync(path, "not a film", TestContext.Current.CancellationToken);

        await _time.RunAsync(() => Play(10));

        Assert.Equal($"{path} is not a video that can be read", _reason);
    }

    [Fact]
    public async Task A_film_that_was_cut_short_plays_what_there_is()
    {
        string path = _film.Write();
        Film.Cut(path, 0.9);

        Assert.Null(Open(path));
        await _time.RunAsync(() => Play(10));

        Assert.Null(_reason);
        Assert.Equal([.. Film.Levels[..4], .. Film.Levels[..4], .. Film.Levels[..2]], _levels);
    }

    [Fact]
    public void A_film_whose_first_frame_is_cut_off_is_a_fault()
    {
        string path = _film.Write();
        Film.Cut(path, 0.5);
        Assert.Equal($"{path} is not a video that can be read", Open(path));
    }

    [Fact]
    public async Task A_film_without_a_decodable_frame_is_a_fault()
    {
        string path = _film.Write();
        Film.Damage(path);

        Assert.Null(Open(path));
        await _time.RunAsync(() => Play(1));

        Assert.Equal($"{path} is not a video: it has no picture that can be decoded", _reason);
    }

    [Fact]
    public void A_missing_file_is_a_fault_with_its_full_path()
    {
        string path = _film.PathOf("missing.mp4");
        Assert.Equal($"no such file: {path}", Open(path));
        Assert.Equal($"no such file: {Path.GetFullPath("missing.mp4")}", Open("missing.mp4"));
    }

    [Fact]
    public void An_empty_file_is_a_fault()
    {
        string path = _film.PathOf("empty.mp4");
        File.Create(path).Dispose();
        Assert.Equal($"{path} is empty", Open(path));
    }

    [Fact]
    public void A_directory_is_a_fault()
    {
        Assert.Equal($"{_film.Folder} is a directory, not a video", Open(_film.Folder));
    }

    [Theory]
    [InlineData("hello, I am a text\n")]
    [InlineData("\0\0\0 ftypisom\0\0\u0002\0isomiso2avc1mp41")]
    [InlineData("RIFF\0\0\0\0AVI ")]
    public void A_file_that_is_no_film_is_a_fault(string content)
    {
        string path = _film.PathOf("text.mp4");
        File.WriteAllText(path, content);
        Assert.Equal($"{path} is not a video that can be read", Open(path));
        Assert.Equal($"{path} is not a video that can be read", _file!.Open(TestContext.Current.CancellationToken).Fault?.Text);
    }

    [Fact]
    public async Task Grab_that_is_cancelled_throws()
    {
        Open(_film.Write());
        using var cancel = new CancellationTokenSource();
        Assert.True(_file!.Grab(cancel.Token).IsOk);
        Task grabbing = OwnThread.Run(() => _file.Grab(cancel.Token));
        await _time.NextWaitAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(grabbing));
    }

    private string? Open(string path)
    {
        _file?.Close();
        _file = new VideoFileReader(path, _time);
        return _file.Open(TestContext.Current.CancellationToken).Fault?.Text;
    }

    /// <summary>Plays some frames and records the grey level of each. Stops at a fault.</summary>
    private void Play(int frames)
    {
        using var pixels = new PixelPlanes();
        for (int i = 0; i < frames; i++)
        {
            _reason = _file!.Grab(TestContext.Current.CancellationToken).Fault?.Text;
            if (_reason is not null)
                return;
            Assert.True(TestFrames.Retrieve(_file, pixels, default));
            Assert.Equal(new PictureSize(64, 48), pixels.Size);
            using Mat luma = pixels.Y.AsMat();
            double grey = Cv2.Mean(luma).Val0;
            _levels.Add(Film.Levels.MinBy(level => Math.Abs(level - grey)));
        }
    }
}
