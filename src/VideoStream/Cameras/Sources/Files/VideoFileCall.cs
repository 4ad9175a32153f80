using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Files;

/// <summary>
/// How ffmpeg is called to play a video file. Its concat format gets a list that names the file for each round. So ffmpeg opens the file
/// again for each: unlike a seek to the beginning, that works for every format, and it notices a file that was replaced.
/// </summary>
internal static class VideoFileCall
{
    /// <summary>The list is on the standard input, and refers to the file.</summary>
    private const string Protocols = "pipe,file";

    /// <summary>
    /// Formats that have all of a video in one file. Others, such as playlists, refer to other files and addresses, which must not be read.
    /// </summary>
    private const string FileFormats =
        "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,mxf,nut,dv,rm,wtv,ivf,obu,av1,h263,h264,hevc,vvc,m4v,vc1,mjpeg,yuv4mpegpipe,"
        + "gif,apng,image2,jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe";

    /// <summary>
    /// Gives frames times without a jump where the film begins again. Every interval is that of the file. One that is not from 0 to 10 s is
    /// replaced by the last one before it, or by a second if there is none: a picture has one frame only.
    /// </summary>
    private const string Continue =
        "setpts='st(1,PTS-PREV_INPTS);st(0,if(gt(ld(1),0)*lt(ld(1)*TB,10),ld(1),ld(0)));"
        + "if(isnan(PREV_OUTPTS),0,PREV_OUTPTS+if(ld(0),ld(0),1/TB))'";

    /// <summary>Lets each frame pass when it is due. If it is late, the next ones catch up, unless it is late by more than 10 s.</summary>
    private const string Pace = "realtime=limit=10";

    /// <summary>Makes the call.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rounds">How often the film is played.</param>
    /// <param name="options">The options of the camera.</param>
    /// <param name="version">The version of ffmpeg.</param>
    public static FfmpegCall Create(string path, int rounds, CameraOptions options, FfmpegVersion version)
    {
        string[] own = FfmpegCall.OwnOptions(options);
        string[] input = ["-fpsprobesize", "0", "-f", "concat", "-safe", "0", .. own, "-i", "pipe:0"];
        return new([.. FfmpegCall.Common(Protocols), .. input, .. FfmpegCall.Output(version, Continue, Pace)], Script(path, rounds));
    }

    /// <summary>In parts, because the whole is a megabyte.</summary>
    private static IEnumerable<string> Script(string path, int rounds)
    {
        // file: lets the path begin with any character, and pattern_type none lets it contain any. Without a duration the next round would
        // begin when the sound ends. ffmpeg need not estimate the frame rate, because it is not used.
        string round = $"""
            file {FfmpegCall.Quoted("file:" + Path.GetFullPath(path))}
            option protocol_whitelist file
            option format_whitelist {FileFormats}
            option pattern_type none
            option fpsprobesize 0
            duration 0.000001

            """;
        return Enumerable.Repeat(round.ReplaceLineEndings("\n"), rounds).Prepend("ffconcat version 1.0\n");
    }
}
