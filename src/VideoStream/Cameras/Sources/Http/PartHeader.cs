using System.Globalization;
using System.Text;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>What the header of a part says. Cameras' headers are often wrong, so all of it is no more than a hint.</summary>
internal sealed class PartHeader
{
    private bool _hasLength;

    /// <summary>The length of the part; null if its header has none, two that differ, or none that is a number.</summary>
    public long? Length { get; private set; }

    /// <summary>Whether the part is said to be video, not a picture.</summary>
    public bool IsVideo { get; private set; }

    /// <summary>Whether the part is said to be sound or text.</summary>
    public bool IsOther { get; private set; }

    /// <summary>The name of the video's codec.</summary>
    public string VideoCodec { get; private set; } = "H.264";

    /// <summary>Forgets the header of the part before.</summary>
    public void Clear() => (_hasLength, Length, IsVideo, IsOther) = (false, null, false, false);

    /// <summary>Reads a line. Lines of no use are ignored.</summary>
    public void Read(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon < 0)
            return;
        ReadOnlySpan<byte> name = line[..colon].Trim(" \t"u8), value = line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
            ReadLength(value);
        else if (Ascii.EqualsIgnoreCase(name, "Content-Type"u8))
            ReadType(value);
    }

    private void ReadLength(ReadOnlySpan<byte> value)
    {
        bool isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long length);
        Length = isNumber && (!_hasLength || Length == length) ? length : null;
        _hasLength = true;
    }

    private void ReadType(ReadOnlySpan<byte> value)
    {
        bool isH265 = Contains(value, "h265"u8) || Contains(value, "hevc"u8);
        IsVideo = isH265 || Contains(value, "h264"u8) || Contains(value, "avc"u8);
        IsOther = !IsVideo && (Starts(value, "audio/"u8) || Starts(value, "text/"u8) || Starts(value, "application/json"u8));
        VideoCodec = isH265 ? "H.265" : "H.264";
    }

    private static bool Starts(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word) =>
        value.Length >= word.Length && Ascii.EqualsIgnoreCase(value[..word.Length], word);

    private static bool Contains(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word)
    {
        for (; value.Length >= word.Length; value = value[1..])
        {
            if (Starts(value, word))
                return true;
        }

        return false;
    }
}
