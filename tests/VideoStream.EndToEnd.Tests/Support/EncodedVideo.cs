namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A short video made by ffmpeg, as the NAL units of its frames (ITU-T H.264 and H.265, annex B).</summary>
internal sealed class EncodedVideo
{
    private EncodedVideo(bool isH265, List<List<byte[]>> frames)
    {
        (IsH265, Frames) = (isH265, frames);
    }

    public bool IsH265 { get; }

    /// <summary>NAL units of each frame, without start codes. The first frame is a key frame.</summary>
    public List<List<byte[]>> Frames { get; }

    /// <summary>The same without the frames that decoding can begin with, as of a camera that sends one once a minute.</summary>
    public EncodedVideo WithoutKeyFrames() =>
        new(IsH265, [.. Frames.Where(frame => frame.All(unit => (unit[0] & 0x1F) is not (5 or 7 or 8)))]);

    /// <summary>Makes two seconds of ffmpeg's test pattern at 25 frames a second.</summary>
    public static EncodedVideo Make(bool isH265 = false, string size = "320x240") =>
        Make(["-f", "lavfi", "-i", $"testsrc2=size={size}:rate=25:duration=2", "-pix_fmt", "yuv420p"], isH265);

    /// <summary>Makes a video of two seconds at 25 frames a second.</summary>
    /// <param name="picture">The arguments of ffmpeg for what it shows.</param>
    /// <param name="isH265">H.265 instead of H.264.</param>
    /// <param name="options">More arguments for the encoder.</param>
    public static EncodedVideo Make(string[] picture, bool isH265 = false, params string[] options)
    {
        string[] coder = isH265
            ? ["-c:v", "libx265", "-x265-params", "log-level=none:keyint=25:aud=1:repeat-headers=1", "-f", "hevc"]
            : ["-c:v", "libx264", "-g", "25", "-bsf:v", "h264_metadata=aud=insert", "-f", "h264"];
        byte[] stream = Ffmpeg.Run(
        [
            .. picture, .. coder, "-preset", "ultrafast", "-tune", "zerolatency", .. options, "pipe:1",
        ]);
        var frames = new List<List<byte[]>>();
        foreach (byte[] unit in Units(stream))
        {
            // An access unit delimiter begins each frame.
            if (isH265 ? (unit[0] >> 1) == 35 : (unit[0] & 0x1F) == 9)
                frames.Add([]);
            else
                frames[^1].Add(unit);
        }

        Assert.Equal(50, frames.Count);
        return new EncodedVideo(isH265, frames);
    }

    private static IEnumerable<byte[]> Units(byte[] stream)
    {
        int begin = Next(stream, 0);
        while (begin < stream.Length)
        {
            int next = Next(stream, begin);
            int end = next < stream.Length ? next - 3 : next;
            yield return stream[begin..end].AsSpan().TrimEnd((byte)0).ToArray();
            begin = next;
        }
    }

    /// <summary>Index of the next unit after its start code; length of the stream if there is none.</summary>
    private static int Next(byte[] stream, int from)
    {
        int at = stream.AsSpan(from).IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
        return at < 0 ? stream.Length : from + at + 3;
    }
}
