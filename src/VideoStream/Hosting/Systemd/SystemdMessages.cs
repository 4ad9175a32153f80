using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;

namespace VideoStream.Hosting.Systemd;

/// <summary>
/// Sends messages to systemd by the framework's notifier. One that can't be sent is logged: the service does not need systemd to go on.
/// </summary>
/// <param name="logger">The log.</param>
internal sealed partial class SystemdMessages(ILogger<SystemdMessages> logger) : ISystemdNotifier
{
    private readonly ISystemdNotifier _notifier = new SystemdNotifier();

    public bool IsEnabled => _notifier.IsEnabled;

    public void Notify(ServiceState state)
    {
        try
        {
            _notifier.Notify(state);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // The next message may get through.
            LogNotSent($"{state}", Environment.GetEnvironmentVariable(SystemdService.SocketVariable), e.Message.ReplaceLineEndings(" "));
        }
    }
}
