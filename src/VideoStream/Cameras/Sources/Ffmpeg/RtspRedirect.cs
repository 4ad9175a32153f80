using System.Globalization;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Finds a redirect among the responses of an RTSP camera (RFC 2326). ffmpeg follows one until the video begins, with a connection that is
/// not the relay's. It may be without TLS, and the user and the password would be sent there.
/// </summary>
internal sealed class RtspRedirect
{
    private const int MaxLine = 16 * 1024;

    // How a packet of the video begins, among the messages (section 10.12).
    private const byte Interleaved = (byte)'$';

    private readonly List<byte> _line = [];
    private bool _isInHead, _isRedirect, _hasVideo;
    private string _location = "";
    private long _length, _body;

    /// <summary>Where the camera redirects to, empty if it does not say; null if it does not redirect.</summary>
    public string? Location { get; private set; }

    /// <summary>Reads bytes of the camera.</summary>
    /// <returns>Whether ffmpeg may have them.</returns>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public bool MayPass(ReadOnlySpan<byte> received)
    {
        while (!received.IsEmpty && !_hasVideo && Location is null)
        {
            if (_body > 0)
            {
                int skipped = (int)Math.Min(_body, received.Length);
                _body -= skipped;
                received = received[skipped..];
                continue;
            }

            _hasVideo = !_isInHead && _line.Count == 0 && received[0] == Interleaved;
            if (!_hasVideo)
                received = ReadLine(received);
        }

        return Location is null;
    }

    /// <summary>Reads up to the end of a line, or what there is of it.</summary>
    /// <returns>The bytes behind.</returns>
    private ReadOnlySpan<byte> ReadLine(ReadOnlySpan<byte> received)
    {
        int end = received.IndexOf((byte)'\n');
        ReadOnlySpan<byte> part = end < 0 ? received : received[..end];
        if (_line.Count + part.Length > MaxLine)
            throw new InvalidDataException("a line of its answer is too long");
        _line.AddRange(part);
        if (end < 0)
            return [];
        EndLine(System.Text.Encoding.Latin1.GetString([.. _line]).Trim());
        _line.Clear();
        return received[(end + 1)..];
    }

    private void EndLine(string line)
    {
        if (line.Length == 0)
        {
            if (_isInHead && _isRedirect)
                Location = _location;
            (_isInHead, _body, _length) = (false, _length, 0);
            return;
        }

        if (!_isInHead)
        {
            (_isInHead, _length, _location) = (true, 0, "");
            _isRedirect = line.StartsWith("RTSP/", StringComparison.Ordinal) && line.Split(' ', 3) is [_, ['3', ..], ..];
            return;
        }

        (string name, string value) = line.Split(':', 2) is [var before, var after] ? (before.TrimEnd(), after.TrimStart()) : (line, "");
        if (name.Equals("Location", StringComparison.OrdinalIgnoreCase))
            _location = value;
        else if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            _length = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : 0;
    }
}
