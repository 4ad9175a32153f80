using System.Buffers;
using System.Globalization;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Writes a body in chunks (RFC 9112 section 7.1). A body that only ends with its connection is an error to ffmpeg, like one that was cut
/// off.
/// </summary>
/// <param name="stream">The connection to ffmpeg. The caller disposes it.</param>
internal sealed class ChunkedWriter(Stream stream)
{
    /// <summary>The line of the head that announces the chunks.</summary>
    public const string Header = "Transfer-Encoding: chunked\r\n";

    // The parts of a chunk are one write.
    private readonly ArrayBufferWriter<byte> _chunk = new();

    /// <summary>Writes a chunk.</summary>
    /// <param name="bytes">Its bytes. An empty chunk would end the body, and is not written.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        Span<byte> length = stackalloc byte[sizeof(int) * 2];
        bytes.Length.TryFormat(length, out int digits, "x", CultureInfo.InvariantCulture);
        _chunk.ResetWrittenCount();
        _chunk.Write(length[..digits]);
        _chunk.Write("\r\n"u8);
        _chunk.Write(bytes);
        _chunk.Write("\r\n"u8);
        stream.Write(_chunk.WrittenSpan);
    }

    /// <summary>Ends the body.</summary>
    /// <exception cref="IOException">The connection failed.</exception>
    public void End() => stream.Write("0\r\n\r\n"u8);
}
