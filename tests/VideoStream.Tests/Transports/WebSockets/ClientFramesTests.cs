using System.Net;
using VideoStream.Transports.WebSockets;

namespace VideoStream.Tests.Transports.WebSockets;

public sealed class ClientFramesTests
{
    private static readonly byte[] Mask = [0x11, 0x22, 0x33, 0x44];

    /// <summary>A ping, a message of each form of length, a pong between its parts, and a last pong.</summary>
    private static readonly byte[] Stream =
    [
        .. Frame(0x89, "one"u8),
        .. Frame(0x81, new byte[10]),
        .. Frame(0x82, new byte[300]),
        .. Frame(0x02, new byte[70_000]),
        .. Frame(0x8A, "two"u8),
        .. Frame(0x80, new byte[125]),
        .. Frame(0x8A, []),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Control_frames_are_found_however_the_stream_is_cut(int part)
    {
        var frames = new ClientFrames();
        List<string> found = [];
        for (int at = 0; at < Stream.Length; at += part)
        {
            ReadOnlySpan<byte> bytes = Stream.AsSpan(at, Math.Min(part, Stream.Length - at));
            while (frames.TryReadControl(ref bytes))
                found.Add($"{(frames.IsPong ? "pong" : "other")} {System.Text.Encoding.ASCII.GetString(frames.Content)}");
            Assert.Equal(0, bytes.Length);
        }

        Assert.Equal(["other one", "pong two", "pong "], found);
    }

    [Fact]
    public void Any_bytes_are_read_to_their_end()
    {
        var random = new Random(1);
        byte[] noise = new byte[10_000];
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(noise);
            var frames = new ClientFrames();
            ReadOnlySpan<byte> bytes = noise;
            while (frames.TryReadControl(ref bytes))
                Assert.InRange(frames.Content.Length, 0, 125);
            Assert.Equal(0, bytes.Length);
        }
    }

    private static byte[] Frame(byte first, ReadOnlySpan<byte> content)
    {
        byte[] length = content.Length switch
        {
            < 126 => [(byte)(0x80 | content.Length)],
            <= ushort.MaxValue => [0xFE, (byte)(content.Length >> 8), (byte)content.Length],
            _ => [0xFF, .. BitConverter.GetBytes(IPAddress.HostToNetworkOrder((long)content.Length))],
        };
        byte[] masked = content.ToArray();
        for (int i = 0; i < masked.Length; i++)
            masked[i] ^= Mask[i % 4];
        return [first, .. length, .. Mask, .. masked];
    }
}
