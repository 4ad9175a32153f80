using System.Buffers.Binary;
using System.Globalization;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Finds a redirect among the messages of an RTSP camera (RFC 2326). ffmpeg follows one before the video begins, with a connection that is
/// not the relay's. It may be without TLS, and the user and the password would be sent there.
/// </summary>
internal sealed class RtspRedirect
{
    /// <summary>How much of a line counts. ffmpeg as well ignores what is behind.</summary>
    private const int MaxLine = 16 * 1024;

    /// <summary>A packet of the video among the messages (section 10.12): this byte, its channel, its length in two bytes.</summary>
    private const byte Packet = (byte)'$';

    private const int PacketHeader = 4;

    private readonly List<byte> _line = [];
    private bool _isInHead, _isRedirect;
    private string _location = "";
    private long _length, _body;

    /// <summary>Where the camera redirects to, empty if it does not say; null if it does not redirect.</summary>
    public string? Location { get; private set; }

    /// <summary>Reads bytes of the camera.</summary>
    /// <returns>Whether ffmpeg may have them.</returns>
    public bool MayPass(ReadOnlySpan<byte> received)
    {
        while (!received.IsEmpty && Location is null)
        {
            if (_body > 0)
            {
                int skipped = (int)Math.Min(_body, received.Length);
                _body -= skipped;
                received = received[skipped..];
                continue;
            }

            bool isPacket = !_isInHead && (_line.Count > 0 ? _line[0] : received[0]) == Packet;
            received = isPacket ? ReadPacketHeader(received) : ReadLine(received);
        }

        return Location is null;
    }

    /// <summary>Reads up to the end of a packet's header, or what there is of it.</summary>
    /// <returns>The bytes behind.</returns>
    private ReadOnlySpan<byte> ReadPacketHeader(ReadOnlySpan<byte> received)
    {
        int read = Math.Min(PacketHeader - _line.Count, received.Length);
        _line.AddRange(received[..read]);
        if (_line.Count == PacketHeader)
        {
            _body = BinaryPrimitives.ReadUInt16BigEndian([_line[2], _line[3]]);
            _line.Clear();
        }

        return received[read..];
    }

    /// <summary>Reads up to the end of a line, or what there is of it.</summary>
    /// <returns>The bytes behind.</returns>
    private ReadOnlySpan<byte> ReadLine(ReadOnlySpan<byte> received)
    {
        int end = received.IndexOf((byte)'\n');
        ReadOnlySpan<byte> part = end < 0 ? received : received[..end];
        _line.AddRange(part[..Math.Min(part.Length, MaxLine - _line.Count)]);
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
            (_isInHead, _length, _location, _isRedirect) = (true, 0, "", IsRedirect(line));
            return;
        }

        (string name, string value) = line.Split(':', 2) is [var before, var after] ? (before.TrimEnd(), after.TrimStart()) : (line, "");
        if (name.Equals("Location", StringComparison.OrdinalIgnoreCase))
            _location = value;
        else if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            _length = Number(value);
    }

    private static bool IsRedirect(string line) =>
        line.StartsWith("RTSP/", StringComparison.Ordinal)
        && line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries) is [_, var status, ..]
        && Number(status) is >= 300 and < 400;

    /// <summary>The number with which a text begins, as C's atoi finds it; 0 if it is none.</summary>
    private static int Number(string text)
    {
        int end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> digits = end < 0 ? text : text.AsSpan(0, end);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }
}
