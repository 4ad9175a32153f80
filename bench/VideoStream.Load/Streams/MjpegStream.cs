using System.Globalization;
using VideoStream.Load.Connections;
using VideoStream.Load.Options;

namespace VideoStream.Load.Streams;

/// <summary>Frames over HTTP: each part of a <c>multipart/x-mixed-replace</c> is one frame and has a length.</summary>
internal sealed class MjpegStream(LoadOptions options, FrameReceiver frames) : IFrameStream
{
    private const string LengthField = "content-length:";

    // HTTP/1.0 has no chunked coding, whose parsing costs as much CPU as the frames do.
    public string Request { get; } =
        $"GET {options.Target} HTTP/1.0\r\nHost: {options.Url.Authority}\r\n{options.Authorization}Accept: */*\r\n\r\n";

    public int AcceptedStatus => 200;

    public async Task<string> ReadAsync(ByteWindow window, bool isChunked)
    {
        ByteWindow body = isChunked ? new ByteWindow(new ChunkedSource(window)) : window;
        try
        {
            while (true)
            {
                long length = await ReadPartHeadAsync(body);
                await frames.BeginAsync(body, length);
                await body.DropAsync(length);
                frames.Complete(length);
                await frames.WorkAsync();
            }
        }
        catch (EndOfStreamException)
        {
            return "ended by the server";
        }
    }

    public bool TryLeave() => false;

    private static async ValueTask<long> ReadPartHeadAsync(ByteWindow body)
    {
        string boundary = await body.ReadLineAsync();
        while (boundary.Length == 0)
            boundary = await body.ReadLineAsync();
        if (!boundary.StartsWith("--", StringComparison.Ordinal))
            throw new InvalidDataException("a part does not begin with a boundary");

        long length = 0;
        while (await body.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith(LengthField, StringComparison.OrdinalIgnoreCase))
                _ = long.TryParse(line[LengthField.Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out length);
        }

        return length > 0 ? length : throw new InvalidDataException("a part has no length");
    }
}
