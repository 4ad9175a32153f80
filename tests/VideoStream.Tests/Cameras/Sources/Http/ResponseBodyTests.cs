using CsCheck;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class ResponseBodyTests
{
    [Theory]
    [InlineData("abcde", 3L, "abc", true)]
    [InlineData("abc", 3L, "abc", true)]
    [InlineData("ab", 3L, "ab", false)]
    [InlineData("", 0L, "", true)]
    [InlineData("abc", null, "abc", false)]
    public void A_plain_body_ends_with_its_length_or_with_the_connection(string bytes, long? length, string body, bool isComplete)
    {
        var plain = new PlainBody(Received(bytes), length);
        Assert.Equal(body, ReadAll(plain));
        Assert.Equal((isComplete, length is not null), (plain.IsComplete, plain.IsDelimited));
    }

    [Theory]
    [InlineData("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", true)]
    [InlineData("3\nabc\n2\nde\n0\n\n", "abcde", true)]
    [InlineData("3\r\nabc2\r\nde0\r\n\r\n", "abcde", true)]
    [InlineData("00000003 ;name=value\r\nabc\r\n0;last\r\nX-Trailer: 1\r\n\r\n", "abc", true)]
    [InlineData("  A\r\n0123456789\r\n0\r\n\r\n", "0123456789", true)]
    [InlineData("a\r\n0123456789\r\n", "0123456789", false)]
    [InlineData("a\r\n01234", "01234", false)]
    [InlineData("3\r\nabc\r\n0\r\n", "abc", false)]
    [InlineData("", "", false)]
    public void A_chunked_body_is_read_as_cameras_write_it(string bytes, string body, bool isComplete)
    {
        var chunked = new ChunkedBody(Received(bytes));
        Assert.Equal(body, ReadAll(chunked));
        Assert.Equal(isComplete, chunked.IsComplete);
    }

    [Theory]
    [InlineData("xyz\r\nabc")]
    [InlineData("-1\r\nabc")]
    [InlineData("FFFFFFFFFFFFFFFF\r\nabc")]
    [InlineData("11111111111111111\r\nabc")]
    public void A_chunk_without_a_length_is_broken(string bytes)
    {
        Assert.Throws<InvalidDataException>(() => ReadAll(new ChunkedBody(Received(bytes))));
    }

    [Fact]
    public void A_chunk_s_line_is_limited()
    {
        Assert.Throws<InvalidDataException>(() => ReadAll(new ChunkedBody(Received("3;" + new string('x', 100_000)))));
        Assert.Throws<InvalidDataException>(() => ReadAll(new ChunkedBody(Received("0\r\n" + new string('x', 100_000)))));
    }

    [Fact]
    public void A_body_is_read_into_the_caller_s_memory()
    {
        var stream = new ChoppedStream(new byte[100_000], [100_000]);
        var received = new ReceiveBuffer(stream);
        Assert.Equal(100_000, new PlainBody(received, null).Read(new byte[100_000]));
    }

    /// <summary>Wherever TCP cuts chunks of any size, the body is the same.</summary>
    [Fact]
    public void Cuts_make_no_difference()
    {
        Gen.Select(Gen.Byte.Array[1, 300].Array[0, 8], Gen.Int[1, 50].Array[1, 30]).Sample((chunks, cuts) =>
        {
            static byte[] Chunk(byte[] chunk) => [.. System.Text.Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8];
            byte[] bytes = [.. chunks.SelectMany(Chunk), .. "0\r\n\r\n"u8];
            var body = new ChunkedBody(new ReceiveBuffer(new ChoppedStream(bytes, cuts)));
            using var read = new MemoryStream();
            body.CopyTo(read);
            Assert.Equal(chunks.SelectMany(chunk => chunk), read.ToArray());
            Assert.True(body.IsComplete);
        });
    }

    private static ReceiveBuffer Received(string bytes) => new(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(bytes)));

    private static string ReadAll(Stream body)
    {
        using var read = new MemoryStream();
        body.CopyTo(read);
        return System.Text.Encoding.Latin1.GetString(read.ToArray());
    }
}
