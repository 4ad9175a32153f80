using VideoStream.Configuration;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers.Settings;

namespace VideoStream.Fuzz.Targets;

/// <summary>A text message of a client.</summary>
internal sealed class MessageTarget : IFuzzTarget
{
    private static readonly VideoStreamOptions Options = new();
    private static readonly ViewerSettings Before = ViewerSettings.Defaults(Options);

    private readonly ClientMessageParser _parser = new(new SettingTable(Options));

    public int BytesForEach => 64;

    public void Run(ReadOnlySpan<byte> input)
    {
        // The socket is closed at a longer one.
        if (input.Length > MessageReceiver.MaxMessageBytes)
            return;
        (ClientMessage? message, SettingError? error) = _parser.Parse(input.ToArray());
        FuzzException.Unless(message is null != error is null, "a message is read or refused");
        if (error is not null)
            FuzzException.UnlessReason(error.Message);
        if (message is ClientMessage.Settings settings)
            CheckedSettings.Check(settings.Change.ApplyTo(Before));
    }

    public void Dispose()
    {
    }
}
