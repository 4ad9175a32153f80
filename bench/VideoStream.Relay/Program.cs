using System.Net.WebSockets;
using System.Text;

// The least that passing a camera's frames through costs. Reads an MJPEG stream whose parts have a Content-Length, and sends each frame
// as a message to every client of /ws/video_feed. It checks and limits nothing: it is a yardstick, not a service.
if (args is not [var source, var address])
{
    Console.Error.WriteLine("usage: VideoStream.Relay CAMERA-URL LISTEN-URL");
    return 1;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(address);
WebApplication app = builder.Build();
app.UseWebSockets();
var viewers = new List<(WebSocket Socket, TaskCompletionSource Gone)>();
app.Map("/ws/video_feed", async context =>
{
    var gone = new TaskCompletionSource();
    using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
    lock (viewers)
        viewers.Add((socket, gone));
    await gone.Task;
});
await app.StartAsync();

using var client = new HttpClient();
await using Stream stream = await client.GetStreamAsync(source);
byte[] frame = new byte[1 << 20];
while (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
{
    int length = await ReadPartAsync(stream, frame);
    (WebSocket Socket, TaskCompletionSource Gone)[] all;
    lock (viewers)
        all = [.. viewers];
    foreach (var viewer in all)
    {
        try
        {
            await viewer.Socket.SendAsync(frame.AsMemory(0, length), WebSocketMessageType.Binary, true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            viewer.Gone.TrySetResult();
            lock (viewers)
                viewers.Remove(viewer);
        }
    }
}

return 0;

static async Task<int> ReadPartAsync(Stream stream, byte[] frame)
{
    // The head of a part ends with an empty line. It is read into the frame's memory.
    int read = 0, end;
    while ((end = frame.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) < 0 || !frame.AsSpan(0, end).ContainsAnyExcept("\r\n"u8))
        read += await stream.ReadAtLeastAsync(frame.AsMemory(read), 1);
    string head = Encoding.ASCII.GetString(frame, 0, end);
    int length = int.Parse(head.Split("Content-Length:")[1].Split('\r')[0], provider: null);
    int have = read - end - 4;
    frame.AsSpan(end + 4, have).CopyTo(frame);
    // The camera sends one frame at a time, so there is never more than one here.
    await stream.ReadExactlyAsync(frame.AsMemory(have, length - have));
    return length;
}
