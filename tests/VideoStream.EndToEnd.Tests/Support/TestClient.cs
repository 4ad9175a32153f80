using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A client of the socket. Every wait is bounded by <see cref="Timeout"/>.</summary>
internal sealed class TestClient : IDisposable
{
    /// <summary>Far longer than any wait, so it ends only what hangs.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly byte[] _buffer = new byte[64 * 1024];

    private TestClient(ClientWebSocket socket)
    {
        Socket = socket;
    }

    public ClientWebSocket Socket { get; }

    /// <summary>Opens the socket of a service.</summary>
    /// <param name="service">The service's address.</param>
    /// <param name="query">As in <c>quality=60&amp;fps=5</c>.</param>
    /// <param name="v1">Whether to offer <c>videostream.v1</c>.</param>
    /// <param name="configure">More options.</param>
    /// <param name="invoker">Connects the socket; null for the default.</param>
    public static async Task<TestClient> ConnectAsync(
        Uri service, string query = "", bool v1 = false, Action<ClientWebSocketOptions>? configure = null,
        HttpMessageInvoker? invoker = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (v1)
            socket.Options.AddSubProtocol("videostream.v1");
        if (service.Scheme == "https" && invoker is null)
            socket.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null;
        configure?.Invoke(socket.Options);
        string scheme = service.Scheme == "https" ? "wss" : "ws";
        var address = new UriBuilder(new Uri(service, "ws/video_feed")) { Scheme = scheme, Query = query };
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await socket.ConnectAsync(address.Uri, invoker, timeout.Token);
            return new TestClient(socket);
        }
        catch (WebSocketException e)
        {
            var refused = new RefusedException(socket.HttpStatusCode, e);
            socket.Dispose();
            throw refused;
        }
    }

    public async Task SendAsync(string text)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await Socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, timeout.Token);
    }

    /// <summary>The next message of any type.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        return await ReceiveWithinAsync(timeout.Token);
    }

    /// <summary>The next JPEG. Skips texts.</summary>
    public async Task<ReceivedFrame> FrameAsync() => new(await BinaryAsync());

    /// <summary>The next frame of any codec. Skips texts.</summary>
    public async Task<byte[]> BinaryAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            var (type, bytes) = await ReceiveWithinAsync(timeout.Token);
            if (type == WebSocketMessageType.Binary)
                return bytes;
            Assert.NotEqual(WebSocketMessageType.Close, type);
        }
    }

    /// <summary>The next frame of the camera. Skips placeholders.</summary>
    public Task<ReceivedFrame> LiveAsync() => FirstAsync(FrameAsync, frame => frame.Live, "a live frame");

    /// <summary>The next frame of the camera that is meant.</summary>
    public Task<ReceivedFrame> LiveAsync(Func<ReceivedFrame, bool> isMeant) =>
        FirstAsync(FrameAsync, frame => frame.Live && isMeant(frame), "the live frame that is meant");

    /// <summary>The next placeholder.</summary>
    public Task<ReceivedFrame> CardAsync() => FirstAsync(FrameAsync, frame => !frame.Live, "a card");

    /// <summary>The next <c>camera</c> text with this state.</summary>
    public Task<JsonElement> CameraAsync(string state) =>
        FirstAsync(() => TextAsync("camera"), text => text.GetProperty("state").GetString() == state, $"a camera that is {state}");

    /// <summary>The next text of a type. Skips frames and other texts.</summary>
    public async Task<JsonElement> TextAsync(string type)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            var (kind, bytes) = await ReceiveWithinAsync(timeout.Token);
            Assert.NotEqual(WebSocketMessageType.Close, kind);
            if (kind != WebSocketMessageType.Text)
                continue;
            JsonElement text = JsonElement.Parse(bytes);
            if (text.GetProperty("type").GetString() == type)
                return text;
        }
    }

    /// <inheritdoc cref="ProblemAsync"/>
    public Task<string> EncoderProblemAsync() => ProblemAsync("encoder_problem");

    /// <summary>A problem of the first <c>stats</c> that have one.</summary>
    public async Task<string> ProblemAsync(string name)
    {
        JsonElement stats = await FirstAsync(() => TextAsync("stats"), stats => stats.TryGetProperty(name, out _), name);
        return stats.GetProperty(name).GetString()!;
    }

    /// <summary>Takes what comes until a task has ended: who takes nothing for long is no viewer any more.</summary>
    public async Task ReadUntilAsync(Task end)
    {
        while (!end.IsCompleted)
            await ReceiveAsync();
        await end;
    }

    /// <summary>Reads until the service closes.</summary>
    public async Task<(WebSocketCloseStatus? Status, string? Text)> CloseAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while ((await ReceiveWithinAsync(timeout.Token)).Type != WebSocketMessageType.Close)
        {
        }

        return (Socket.CloseStatus, Socket.CloseStatusDescription);
    }

    public void Dispose() => Socket.Dispose();

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveWithinAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        while (true)
        {
            ValueWebSocketReceiveResult part = await Socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            message.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage)
                return (part.MessageType, message.ToArray());
        }
    }

    /// <summary>Waits for a matching message. Skips all others, and fails after the timeout.</summary>
    private static async Task<T> FirstAsync<T>(Func<Task<T>> next, Func<T, bool> isMeant, string what)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            T received = await next();
            if (isMeant(received))
                return received;
            Assert.True(Stopwatch.GetElapsedTime(started) < Timeout, $"never arrived: {what}");
        }
    }
}
