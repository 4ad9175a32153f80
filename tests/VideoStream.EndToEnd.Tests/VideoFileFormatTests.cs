using System.Net;
using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What files are played, what they show, and which are refused.</summary>
public sealed class VideoFileFormatTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly FilmPlayer _player = new();

    public void Dispose()
    {
        _player.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("my film.avi")]
    [InlineData("a:b.avi")]
    [InlineData("50%d%20.avi")]
    [InlineData("-i.avi")]
    [InlineData("it's a 'film'.avi")]
    [InlineData("S\u00FCd \u9580.avi")]
    [InlineData("picture%03d.jpg")]
    [InlineData("*?.jpg")]
    public void The_path_of_a_film_can_have_any_characters(string name)
    {
        string path = Film.WriteLevels(_folder.Path("film.avi"), "64x48", "-c:v", "mjpeg");
        if (name.EndsWith(".jpg", StringComparison.Ordinal))
            Ffmpeg.Run(["-i", path, "-frames:v", "1", "-f", "image2", "-update", "1", path = _folder.Path("one.jpg")]);
        File.Move(path, _folder.Path(name));
        Assert.Null(_player.Open(_folder.Path(name)));
        Assert.Null(_player.Play(1));
    }

    [Theory]
    [InlineData("picture.jpg")]
    [InlineData("picture.png")]
    [InlineData("picture.gif")]
    public void A_picture_is_a_film_of_one_frame(string name)
    {
        Ffmpeg.Run(["-f", "lavfi", "-i", "testsrc2=s=64x48:d=0.04", "-frames:v", "1", _folder.Path(name)]);
        Assert.Null(_player.Open(_folder.Path(name)));
        Assert.Null(_player.Play(2));
        Assert.Equal(new PictureSize(64, 48), _player.Size);
    }

    [Theory]
    [InlineData(17, 13)]
    [InlineData(1279, 719)]
    [InlineData(2, 1)]
    public void A_film_of_an_odd_size_keeps_it(int width, int height)
    {
        Film.WriteLevels(_folder.Path("film.mkv"), $"{width}x{height}", "-c:v", "ffv1");
        Assert.Null(_player.Open(_folder.Path("film.mkv")));
        var levels = new List<byte>();
        Assert.Null(_player.Play(6, levels));
        Assert.Equal(new PictureSize(width, height), _player.Size);
        Assert.Equal([.. Film.Levels, Film.Levels[0]], levels);
    }

    /// <summary>A phone records as its sensor lies, and says how to turn the film.</summary>
    [Fact]
    public void A_film_of_a_phone_is_upright()
    {
        string film = _folder.Path("film.mp4");
        Ffmpeg.Run(
        [
            "-f", "lavfi", "-i", "color=black:s=64x48:r=25:d=0.2", "-vf", "drawbox=x=0:y=0:w=16:h=16:color=white:t=fill", "-c:v", "libx264",
            film,
        ]);
        Film.TurnClockwise(film, height: 48);
        Assert.Null(_player.Open(film));
        Assert.Null(_player.Play(1));
        Assert.Equal(new PictureSize(48, 64), _player.Size);
        // Turned clockwise: what is stored at the top left is shown at the top right.
        Assert.True(_player.Retrieve(pixels => pixels.Y.Row(8)[40] > 200 && pixels.Y.Row(8)[8] < 50));
    }

    [Fact]
    public void A_film_that_was_cut_short_plays_what_there_is()
    {
        string film = Film.WriteLevels(_folder.Path("film.avi"), "64x48", "-c:v", "rawvideo");
        Film.Cut(film, 0.7);
        Assert.Null(_player.Open(film));
        var levels = new List<byte>();
        Assert.Null(_player.Play(10, levels));
        int whole = levels.Distinct().Count();
        Assert.InRange(whole, 2, 4);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => Film.Levels[i % whole]), levels);
    }

    [Fact]
    public void A_film_without_a_decodable_frame_is_a_fault()
    {
        string film = Film.WriteLevels(_folder.Path("film.avi"), "64x48", "-c:v", "mjpeg");
        Film.Damage(film);
        Assert.Equal($"{film} is not a video: it has no picture that can be decoded", _player.Open(film));
    }

    [Theory]
    [InlineData("hello, I am a text\n", ".mp4")]
    [InlineData("hello, I am a text\n", ".txt")]
    [InlineData("\0\0\0 ftypisom\0\0\u0002\0isomiso2avc1mp41", ".mp4")]
    [InlineData("RIFF\0\0\0\0AVI ", ".avi")]
    public void A_file_that_is_no_film_is_a_fault(string content, string extension)
    {
        string path = _folder.Path("text" + extension);
        File.WriteAllText(path, content);
        Assert.Equal($"{path} is not a video that can be read", _player.Open(path));
    }

    [Fact]
    public void A_file_of_sound_has_no_video()
    {
        string path = _folder.Path("sound.mp4");
        Ffmpeg.Run(["-f", "lavfi", "-i", "sine=d=0.5", path]);
        Assert.Equal($"{path} has no video", _player.Open(path));
    }

    /// <summary>Whatever the file is called. It could make the service read other files, or open connections.</summary>
    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{url}\n#EXT-X-ENDLIST\n", "live.m3u8")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{film}\n#EXT-X-ENDLIST\n", "live.mp4")]
    [InlineData("ffconcat version 1.0\nfile 'film.avi'\n", "list.ffconcat")]
    [InlineData("ffconcat version 1.0\nfile '{url}'\n", "list.mp4")]
    [InlineData("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 26\n", "camera.sdp")]
    public void A_file_that_refers_to_others_is_refused(string content, string name)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string film = Film.WriteLevels(_folder.Path("film.avi"), "64x48", "-c:v", "mjpeg"), path = _folder.Path(name);
        string url = $"http://{listener.LocalEndpoint}/film.avi";
        File.WriteAllText(
            path,
            content.Replace("{url}", url, StringComparison.Ordinal).Replace("{film}", "file:" + film, StringComparison.Ordinal));
        Assert.Equal($"{path} has a format that is not played from a file, such as a playlist", _player.Open(path));
        Assert.False(listener.Pending());
    }
}
