using System.Globalization;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>The first line of a YUV4MPEG2 stream, such as <c>YUV4MPEG2 W1280 H720 F25:1 C422 XCOLORRANGE=LIMITED</c>.</summary>
/// <param name="Size">The size of all frames.</param>
/// <param name="Subsampling">The samples of their colour planes.</param>
/// <param name="IsFullRange">Whether luma goes from 0 to 255.</param>
internal sealed record Y4mHeader(PictureSize Size, ChromaSubsampling Subsampling, bool IsFullRange)
{
    private const string Magic = "YUV4MPEG2";

    /// <summary>Parses the line.</summary>
    /// <returns>Null if it is another line, or has a size or colours that are not expected.</returns>
    public static Y4mHeader? Parse(string line)
    {
        string[] words = line.Split(' ');
        string Word(string tag) =>
            words.Skip(1).FirstOrDefault(word => word.StartsWith(tag, StringComparison.Ordinal))?[tag.Length..] ?? "";
        int Side(string tag) => int.TryParse(Word(tag), NumberStyles.None, CultureInfo.InvariantCulture, out int side) ? side : 0;
        var size = new PictureSize(Side("W"), Side("H"));
        if (words[0] != Magic
            || size is not { Width: > 0 and <= SizeLimits.MaxSide, Height: > 0 and <= SizeLimits.MaxSide }
            || SubsamplingOf(Word("C")) is not { } subsampling)
            return null;
        return new(size, subsampling, Word("XCOLORRANGE=") == "FULL");
    }

    /// <summary>Without a word of it a stream has 4:2:0, as the format says.</summary>
    private static ChromaSubsampling? SubsamplingOf(string colours) => colours switch
    {
        "" or "420" or "420jpeg" or "420mpeg2" or "420paldv" => ChromaSubsampling.Yuv420,
        "422" => ChromaSubsampling.Yuv422,
        "mono" => ChromaSubsampling.Grey,
        _ => null,
    };
}
