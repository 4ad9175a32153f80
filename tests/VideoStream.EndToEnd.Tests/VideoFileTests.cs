using System.Diagnostics;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Films that play: in a loop, at their own rate, and while somebody changes them.</summary>
public sealed class VideoFileTests : IDisposable
{
    private static readonly string[] Mjpeg = ["-c:v", "mjpeg"];

    private readonly TemporaryDirectory _folder = new();
    private readonly FilmPlayer _player = new();
    private readonly List<byte> _levels = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _player.Dispose();
        _folder.Dispose();
    }

    /// <summary>With a seek to the beginning in place of a new round, many formats do not.</summary>
    [Theory]
    [InlineData("film.avi", "mjpeg")]
    [InlineData("film.mp4", "libx264")]
    [InlineData("film.mkv", "libx264")]
    [InlineData("film.ts", "libx264")]
    [InlineData("film.mpg", "mpeg2video")]
    [InlineData("film.h264", "libx264")]
    [InlineData("film.mjpeg", "mjpeg")]
    public void A_film_plays_in_order_and_begins_again_at_its_end(string name, string codec)
    {
        Assert.Null(_player.Open(Film.WriteLevels(_folder.Path(name), "64x48", "-c:v", codec)));
        Assert.Null(_player.Play(17, _levels));
        Assert.Equal([.. Film.Levels, .. Film.Levels, .. Film.Levels, .. Film.Levels[..2]], _levels);
        Assert.Equal(new PictureSize(64, 48), _player.Size);
    }

    /// <summary>The bounds are those that a busy machine can't break: a film never plays faster than it is.</summary>
    [Theory]
    [InlineData("25", 50, 1.9)]
    [InlineData("10", 20, 1.8)]
    public void A_film_plays_at_its_own_rate_across_its_end(string rate, int frames, double seconds)
    {
        Film.Write(_folder.Path("film.avi"), frames: 7, rate: double.Parse(rate, provider: null));
        long started = Stopwatch.GetTimestamp();
        Assert.Null(_player.Open(_folder.Path("film.avi")));
        Assert.Null(_player.Play(1 + frames));
        Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds >= seconds, "played too fast");
    }

    [Fact]
    public void Frames_of_a_film_with_a_variable_rate_last_as_long_as_they_say()
    {
        string film = _folder.Path("film.mkv");
        Ffmpeg.Run(
        [
            "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=0.24", "-vf", "setpts='PTS+gte(N,3)*0.6/TB'", "-fps_mode", "vfr", "-c:v", "mjpeg",
            film,
        ]);
        long started = Stopwatch.GetTimestamp();
        Assert.Null(_player.Open(film));
        Assert.Null(_player.Play(4));
        Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds >= 0.7, "the third frame was too short");
    }

    [Fact]
    public void Sound_that_is_longer_does_not_hold_up_the_next_round()
    {
        string film = _folder.Path("film.mkv");
        Film.WriteLevels(_folder.Path("silent.mkv"), "64x48", Mjpeg);
        Ffmpeg.Run(
            ["-i", _folder.Path("silent.mkv"), "-f", "lavfi", "-i", "sine=d=60", "-c:v", "copy", "-c:a", "pcm_s16le", film]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.Null(_player.OpenUntil(film, limit.Token));
        Assert.Null(_player.Play(12));
    }

    [Fact]
    public void A_film_that_is_opened_again_plays_from_its_beginning()
    {
        _player.Open(Film.WriteLevels(_folder.Path("film.avi"), "64x48", Mjpeg));
        _player.Play(3, _levels);
        Assert.Null(_player.OpenAgain());
        _player.Play(2, _levels);
        Assert.Equal([.. Film.Levels[..3], .. Film.Levels[..2]], _levels);
    }

    [Fact]
    public void A_film_that_is_deleted_while_it_plays_is_a_fault_at_its_end()
    {
        string film = Film.WriteLevels(_folder.Path("film.avi"), "64x48", Mjpeg);
        _player.Open(film);
        _player.Play(2);
        File.Delete(film);
        Assert.Equal($"no such file: {film}", _player.Play(1000));
        Film.WriteLevels(film, "64x48", Mjpeg);
        Assert.Null(_player.OpenAgain());
    }

    [Fact]
    public void A_film_that_is_replaced_by_something_else_is_a_fault_at_its_end()
    {
        string film = Film.WriteLevels(_folder.Path("film.avi"), "64x48", Mjpeg);
        _player.Open(film);
        _player.Play(2);
        File.WriteAllText(film, "not a film");
        Assert.Equal($"{film} is not a video that can be read", _player.Play(1000));
    }

    [Fact]
    public void A_film_that_is_replaced_by_another_one_is_shown_as_that()
    {
        string film = Film.WriteLevels(_folder.Path("film.avi"), "128x96", Mjpeg), other = _folder.Path("other.mkv");
        _player.Open(film);
        _player.Play(2);
        File.Move(Film.WriteLevels(other, "64x48", "-c:v", "libx264"), film, overwrite: true);
        for (int i = 0; i < 1000 && _player.Size != new PictureSize(64, 48); i++)
            Assert.Null(_player.Play(1));
        Assert.Null(_player.Play(7, _levels));
        Assert.Equal([.. Film.Levels[1..], .. Film.Levels[..3]], _levels);
    }

    [Fact]
    public void A_film_that_is_emptied_while_it_plays_is_a_fault()
    {
        string film = Film.WriteLevels(_folder.Path("film.mp4"), "64x48", "-c:v", "libx264");
        _player.Open(film);
        _player.Play(2);
        File.WriteAllBytes(film, []);
        Assert.Equal($"{film} is empty", _player.Play(1000));
    }

    [Fact]
    public async Task Grab_that_is_cancelled_throws()
    {
        string film = _folder.Path("film.avi");
        Ffmpeg.Run(["-f", "lavfi", "-i", "color=gray:s=64x48:r=0.2:d=10", .. Mjpeg, film]);
        using var cancel = new CancellationTokenSource();
        Assert.Null(_player.OpenUntil(film, cancel.Token));
        Assert.Null(_player.Play(1));
        cancel.CancelAfter(TimeSpan.FromMilliseconds(200));
        Task grab = Task.Factory.StartNew(
            () => _player.Grab(cancel.Token), Cancelled, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grab.WaitAsync(TestClient.Timeout, Cancelled));
    }
}
