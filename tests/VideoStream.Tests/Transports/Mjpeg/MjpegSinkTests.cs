using Microsoft.AspNetCore.Http;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Transports.Mjpeg;

namespace VideoStream.Tests.Transports.Mjpeg;

/// <summary>The response as the web server gets it. What goes straight to a socket is tested end to end, with a real web server.</summary>
public sealed class MjpegSinkTests
{
    private readonly MemoryStream _body = new();
    private readonly DefaultHttpContext _context = new();

    public MjpegSinkTests()
    {
        _context.Request.Protocol = HttpProtocol.Http11;
        _context.Response.Body = _body;
    }

    [Fact]
    public async Task The_response_begins_with_its_headers_and_the_first_boundary()
    {
        await BeginAsync();
        Assert.Equal("multipart/x-mixed-replace; boundary=videostream", _context.Response.ContentType);
        Assert.Equal("no-store", _context.Response.Headers.CacheControl);
        Assert.Equal("--videostream\r\n", Body());
    }

    [Fact]
    public async Task Each_frame_is_a_part_with_its_length_and_the_boundary_behind_it()
    {
        MjpegSink sink = await BeginAsync();
        foreach (int length in (int[])[3, 12_345])
        {
            _body.SetLength(0);
            EncodedFrame frame = TestFrames.Encoded(1, length);
            Assert.False(sink.TrySend(frame, asksReceipt: false));
            Assert.Equal(0, _body.Length);
            await sink.FinishAsync(frame);
            frame.Release();

            Assert.Equal(
                $"Content-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n{new string('\0', length)}\r\n--videostream\r\n", Body());
        }
    }

    [Fact]
    public async Task A_response_that_fails_is_an_input_output_failure()
    {
        MjpegSink sink = await BeginAsync();
        _context.Response.Body = new LostBody();
        EncodedFrame frame = TestFrames.Encoded(1, 100);
        await Assert.ThrowsAsync<IOException>(() => sink.FinishAsync(frame).AsTask());
        frame.Release();
    }

    private async Task<MjpegSink> BeginAsync()
    {
        var sink = new MjpegSink(_context);
        await sink.BeginAsync(TestContext.Current.CancellationToken);
        return sink;
    }

    private string Body() => System.Text.Encoding.Latin1.GetString(_body.ToArray());

    private sealed class LostBody : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException(new IOException("gone"));
    }
}
