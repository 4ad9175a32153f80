using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class ViewerRegistryTests
{
    private readonly VideoStreamOptions _options = Configured.With("Cameras:main:Source=test");
    private readonly ListLogger<ViewerRegistry> _log = new();
    private readonly ObservedTime _time = new();

    [Fact]
    public async Task A_session_whose_tick_fails_is_logged_and_keeps_the_others_from_nothing()
    {
        IOptions<VideoStreamOptions> options = Options.Create(_options);
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var manager = new ViewerRegistry(options, new CameraRegistry(options, _time), lifetime, _time, _log);
        using var encoders = new EncoderThreads(NullLogger<EncoderThreads>.Instance);
        var camera = new Camera("main", new CameraOptions(), TimeProvider.System);
        var variants = new VariantSet(camera, _options, encoders, TimeProvider.System, new ListLogger<VariantSet>());
        using var stuck = new TextSocket(isStuck: true);
        using var reading = new TextSocket();
        var broken = new FailingTime();
        using ClientSession bad = Session(stuck, variants, broken), good = Session(reading, variants, new FakeTimeProvider());
        Task[] running = [manager.RunAsync(bad), manager.RunAsync(good)];
        await manager.StartAsync(CancellationToken.None);
        await stuck.NextAsync();
        broken.Fails = true;
        await _time.NextWaitAsync();

        for (int i = 0; i < 2; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal((LogLevel.Error, $"Client {bad.Id}: its once-a-second work failed"), await _log.NextAsync());
            while (!(await reading.NextAsync()).Contains("\"stats\"", StringComparison.Ordinal))
            {
            }
        }

        Assert.False(manager.ExecuteTask!.IsCompleted);
        broken.Fails = false;
        stuck.Abort();
        lifetime.StopApplication();
        await Limit.Within(Task.WhenAll(running));
        await Limit.Within(manager.StopAsync(CancellationToken.None));
    }

    private ClientSession Session(WebSocket socket, VariantSet variants, TimeProvider time) => new(
        new ClientConnection(socket, null, SpeaksV1: true, "nobody", null, socket.Abort),
        variants,
        ViewerSettings.Defaults(_options),
        new ClientMessageParser(new SettingsParser(_options.Resize)),
        _options,
        time,
        NullLogger<ClientSession>.Instance);

    private sealed class FailingTime : FakeTimeProvider
    {
        public volatile bool Fails;

        public override long GetTimestamp() => Fails ? throw new InvalidOperationException("bug") : base.GetTimestamp();
    }

    /// <summary>A client that reads every message, or none.</summary>
    private sealed class TextSocket(bool isStuck = false) : WebSocket
    {
        private readonly Channel<string> _sent = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource<ValueWebSocketReceiveResult> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private WebSocketState _state = WebSocketState.Open;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _state;

        public override string? SubProtocol => null;

        public Task<string> NextAsync() => Limit.Within(_sent.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());

        public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType type, bool endOfMessage, CancellationToken cancellationToken)
        {
            _sent.Writer.TryWrite(System.Text.Encoding.UTF8.GetString(buffer.Span));
            if (isStuck)
                await _closed.Task;
        }

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType type, bool endOfMessage, CancellationToken cancellationToken) =>
            SendAsync(buffer.AsMemory(), type, endOfMessage, cancellationToken).AsTask();

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new(_closed.Task);

        public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
        {
            ValueWebSocketReceiveResult result = await _closed.Task;
            return new(result.Count, result.MessageType, result.EndOfMessage);
        }

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? description, CancellationToken cancellationToken) =>
            CloseOutputAsync(closeStatus, description, cancellationToken);

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? description, CancellationToken cancellationToken)
        {
            _state = WebSocketState.Closed;
            _closed.TrySetResult(new(0, WebSocketMessageType.Close, true));
            return Task.CompletedTask;
        }

        public override void Abort()
        {
            _state = WebSocketState.Aborted;
            _closed.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        }

        public override void Dispose() => Abort();
    }
}
