using CsCheck;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>Heads of responses as cameras write them.</summary>
public sealed class ResponseHeadReaderTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nServer: cam\r\nContent-Type: image/jpeg\r\nContent-Length: 3\r\n\r\n";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 \r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1  200  Very OK\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("http/1.1 200 ok\r\ncontent-type: image/jpeg\r\n\r\n", 200)]
    [InlineData("ICY 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 404 Not Found\nContent-Type: image/jpeg\n\n", 404)]
    [InlineData("\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\n folded by nothing\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: one\r\n two\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type:\r\n\timage/jpeg\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type : image/jpeg \r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Type: text/html\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\r\nContent-Type: image/jpeg\r\r\n\r\r\n", 200)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", 200)]
    public void Dialects_are_read(string bytes, int status)
    {
        var received = new ReceiveBuffer(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(bytes + "body")));
        Assert.Equal(ReceiveStatus.Complete, ResponseHeadReader.Read(received, out ResponseHead head));
        Assert.Equal((status, "image/jpeg"), (head.Status, head.ContentType));
        byte[] body = new byte[10];
        Assert.Equal(4, received.Read(body));
        Assert.Equal("body"u8.ToArray(), body[..4]);
    }

    [Theory]
    [InlineData("220 mail.example ESMTP\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20\r\n\r\n")]
    [InlineData("HTTP/1.1 2000\r\n\r\n")]
    [InlineData("HTTP/1.1 099\r\n\r\n")]
    [InlineData("HTTP/1.1\r\n\r\n")]
    public void Everything_else_is_not_HTTP(string bytes)
    {
        Assert.Equal(ReceiveStatus.NotHttp, Read(bytes, out _));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n", 5L)]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n", 5L)]
    [InlineData("Content-Length: 5, 5\r\n", 5L)]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n", null)]
    [InlineData("Content-Length: -1\r\n", null)]
    [InlineData("Content-Length: many\r\n", null)]
    [InlineData("Content-Length: 99999999999999999999\r\n", null)]
    [InlineData("Content-Length:\r\n", null)]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", null)]
    [InlineData("", null)]
    public void A_length_counts_unless_it_is_contradicted(string headers, long? length)
    {
        Read("HTTP/1.1 200 OK\r\n" + headers + "\r\n", out ResponseHead head);
        Assert.Equal(length, head.ContentLength);
    }

    [Theory]
    [InlineData("HTTP/1.1", "", true)]
    [InlineData("HTTP/1.1", "Connection: close\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: Upgrade, Close\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n", false)]
    [InlineData("HTTP/1.0", "", false)]
    [InlineData("HTTP/1.0", "Connection: Keep-Alive\r\n", true)]
    [InlineData("ICY", "", false)]
    public void A_connection_is_kept_if_the_server_says_so(string protocol, string headers, bool isKept)
    {
        Read($"{protocol} 200 OK\r\n{headers}\r\n", out ResponseHead head);
        Assert.Equal(isKept, head.IsKeptAlive);
    }

    [Fact]
    public void A_head_is_limited_as_a_whole()
    {
        string line = "X-More: of the same\r\n";
        int lines = (ResponseHeadReader.MaxBytes - "HTTP/1.1 200 OK\r\n".Length - "\r\n".Length) / line.Length;
        Assert.Equal(ReceiveStatus.Complete, Read("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat(line, lines)) + "\r\n", out _));
        string head = "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat(line, lines + 1)) + "\r\n";
        Assert.Equal(ReceiveStatus.TooLong, Read(head, out _));
        Assert.Equal(ReceiveStatus.TooLong, Read(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 4000)), out _));
        Assert.Equal(ReceiveStatus.TooLong, Read(new string('x', 2 * ResponseHeadReader.MaxBytes), out _));
        Assert.Equal(ReceiveStatus.TooLong, Read(new string('\n', 2 * ResponseHeadReader.MaxBytes), out _));
    }

    /// <summary>Wherever TCP cuts a head, it reads the same.</summary>
    [Fact]
    public void Cuts_make_no_difference()
    {
        Gen.Int[1, 40].Array[1, 60].Sample(cuts =>
        {
            var received = new ReceiveBuffer(new ChoppedStream(System.Text.Encoding.Latin1.GetBytes(Good + "abc"), cuts));
            Assert.Equal(ReceiveStatus.Complete, ResponseHeadReader.Read(received, out ResponseHead head));
            Assert.Equal((200, "image/jpeg", 3L), (head.Status, head.ContentType, head.ContentLength));
            byte[] body = new byte[3];
            new PlainBody(received, head.ContentLength).ReadExactly(body);
            Assert.Equal("abc"u8.ToArray(), body);
        });
    }

    /// <summary>Any damage gives a head or a reason, and reads no more than the limit allows.</summary>
    [Fact]
    public void Any_mutation_ends()
    {
        Gen<byte[]> mutated = Gen.Select(Gen.Byte.Array[0, 20], Gen.Int[0, Good.Length], Gen.Int[0, 20], Gen.Int[1, 5000])
            .Select(mutation => Mutate(mutation.Item1, mutation.Item2, mutation.Item3, mutation.Item4));
        Gen.Select(mutated, Gen.Int[1, 4000].Array[1, 20]).Sample((bytes, cuts) =>
        {
            var stream = new ChoppedStream(bytes, cuts);
            ReceiveStatus status = ResponseHeadReader.Read(new ReceiveBuffer(stream), out ResponseHead head);
            Assert.True(Enum.IsDefined(status));
            Assert.Equal(status == ReceiveStatus.Complete, head.Status >= 100);
            Assert.InRange(stream.BytesRead, 0, 2 * ResponseHeadReader.MaxBytes);
        });
    }

    /// <summary>Replaces some bytes of a good head by others, which can be repeated.</summary>
    private static byte[] Mutate(byte[] inserted, int at, int removed, int times)
    {
        byte[] good = System.Text.Encoding.Latin1.GetBytes(Good);
        IEnumerable<byte> repeated = Enumerable.Repeat(inserted, times).SelectMany(bytes => bytes);
        return [.. good[..at], .. repeated, .. good[Math.Min(good.Length, at + removed)..]];
    }

    private static ReceiveStatus Read(string bytes, out ResponseHead head) =>
        ResponseHeadReader.Read(new ReceiveBuffer(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(bytes))), out head);
}
