using System.Globalization;
using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Finds out from one connection to the next that a live playlist has stopped: its server is there, but adds no segments. Otherwise each
/// connection would show the last segments once more, as if they were live.
/// </summary>
internal sealed partial class PlaylistWatch(TimeProvider time)
{
    /// <summary>A playlist that is unchanged for so many segments has stopped (RFC 8216, 6.2.1: each has to come in 1.5).</summary>
    private const int StoppedSegments = 3;

    private readonly Lock _gate = new();
    private byte[] _last = [];
    private long _changedAt;

    /// <summary>The address of the first playlist in a list of playlists; null for a playlist of segments.</summary>
    public static string? FindVariant(ReadOnlySpan<byte> playlist)
    {
        // RFC 8216, 4.3.4.2: the address is on the line behind the tag.
        bool isNext = false;
        foreach (ReadOnlySpan<char> line in System.Text.Encoding.UTF8.GetString(playlist).AsSpan().EnumerateLines())
        {
            if (line.StartsWith("#EXT-X-STREAM-INF:", StringComparison.Ordinal))
                isNext = true;
            else if (isNext && !line.IsWhiteSpace() && line[0] != '#')
                return line.Trim().ToString();
        }

        return null;
    }

    /// <summary>Adds the playlist as a connection has received it. There may be only the beginning of a long one.</summary>
    /// <returns>Whether it has stopped.</returns>
    public bool HasStopped(ReadOnlySpan<byte> playlist)
    {
        lock (_gate)
        {
            if (!playlist.SequenceEqual(_last))
            {
                (_last, _changedAt) = (playlist.ToArray(), time.GetTimestamp());
                return false;
            }
        }

        return FindSegmentLength(playlist) is { } length && time.GetElapsedTime(_changedAt) > StoppedSegments * length;
    }

    /// <summary>The longest segment of a live playlist; null for a film, or for a list of playlists: these don't change.</summary>
    private static TimeSpan? FindSegmentLength(ReadOnlySpan<byte> playlist)
    {
        string text = System.Text.Encoding.Latin1.GetString(playlist);
        bool isFilm = text.Contains("#EXT-X-ENDLIST", StringComparison.Ordinal);
        return !isFilm && TargetDuration().Match(text) is { Success: true } match
            ? TimeSpan.FromSeconds(Math.Max(1, int.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture)))
            : null;
    }

    [GeneratedRegex("#EXT-X-TARGETDURATION:(?<seconds>[0-9]{1,4})")]
    private static partial Regex TargetDuration();
}
