using System.Net.Sockets;
using VideoStream.Cameras.Sources.V4l2;

namespace VideoStream.Cameras.Sources;

/// <summary>Checks whether a source may be there again, without reading it.</summary>
internal sealed class ReachabilityProbe(TimeProvider time)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    public async Task<bool> IsReachableAsync(SourceDescriptor source, CancellationToken cancellationToken) => source.Kind switch
    {
        SourceKind.Device => !OperatingSystem.IsLinux() || V4l2Device.Check(source.Address).IsOk,
        SourceKind.Url => await IsReachableAsync(new CameraUrl(source.Address), cancellationToken),
        SourceKind.VideoFile => File.Exists(source.Address),
        _ => true,
    };

    /// <summary>Whether somebody listens at the address. One that TCP doesn't reach can't be checked, and may be tried.</summary>
    private async Task<bool> IsReachableAsync(CameraUrl url, CancellationToken cancellationToken)
    {
        if (url.Scheme is not ("http" or "https" or "rtsp" or "rtsps" or "rtmp" or "tcp") || url.Host.Length == 0 || url.Port == 0)
            return true;
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.Host, url.Port, either.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
