using System.Buffers.Binary;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>What an RTMP client says when it connects (Adobe's RTMP specification 1.0, sections 5.2 and 7.2.1.1).</summary>
/// <param name="Application">The name of the application.</param>
/// <param name="Address">Its address (<c>tcUrl</c>).</param>
internal sealed record RtmpConnect(string Application, string Address)
{
    private const int Handshake = 1536, ChunkHeader = 12, ChunkSize = 128;

    /// <summary>Serves a client until it has said that.</summary>
    public static async Task<RtmpConnect> ReadAsync(Stream stream, CancellationToken end)
    {
        byte[] hello = new byte[1 + Handshake];
        await stream.ReadExactlyAsync(hello, end);
        await stream.WriteAsync((byte[])[3, .. new byte[Handshake], .. hello[1..]], end);
        byte[] connect = new byte[Handshake + ChunkHeader];
        await stream.ReadExactlyAsync(connect, end);
        int length = connect[Handshake + 6] | connect[Handshake + 5] << 8;
        byte[] message = new byte[length + ((length - 1) / ChunkSize)];
        await stream.ReadExactlyAsync(message, end);
        return Parse([.. hello, .. connect, .. message]);
    }

    /// <summary>Finds it in what a client has sent.</summary>
    public static RtmpConnect Parse(byte[] sent)
    {
        byte[] message = sent[(1 + Handshake + Handshake + ChunkHeader)..];
        // One byte of header before each further chunk.
        byte[] connect = [.. message.Chunk(ChunkSize + 1).SelectMany(chunk => chunk.Take(ChunkSize))];
        return new RtmpConnect(Text(connect, "app"), Text(connect, "tcUrl"));
    }

    /// <summary>A property of the command's object, in AMF 0: its name, a type of 2, and a text.</summary>
    private static string Text(byte[] connect, string name)
    {
        byte[] key = [0, (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), 2];
        int at = connect.AsSpan().IndexOf(key) + key.Length;
        Assert.True(at >= key.Length, $"there is no {name}");
        return System.Text.Encoding.ASCII.GetString(connect, at + 2, BinaryPrimitives.ReadUInt16BigEndian(connect.AsSpan(at)));
    }
}
