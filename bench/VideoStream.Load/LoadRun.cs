using System.Net;
using System.Net.Sockets;
using VideoStream.Load.Connections;
using VideoStream.Load.Measuring;
using VideoStream.Load.Options;
using VideoStream.Load.Reports;
using VideoStream.Load.Viewers;

namespace VideoStream.Load;

/// <summary>One run: connect, warm up, measure, disconnect, report.</summary>
internal sealed class LoadRun(LoadOptions options)
{
    private readonly MeasuredTime _measured = new();
    private readonly AgeHistogram _ages = new();

    /// <summary>Runs and reports.</summary>
    /// <exception cref="SocketException">The host is unknown.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        using TlsFront? front = options.IsSecure ? new TlsFront(options) : null;
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(options.Url.DnsSafeHost, cancellationToken);
        using FrameTrace? trace = options.TraceFile is { } file ? new FrameTrace(file) : null;
        using var audience = new Audience(options, front?.EndPoint ?? new(addresses[0], options.Url.Port), _measured, _ages, trace);
        using var status = new StatusClient(options.Url);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        await audience.ConnectAsync(cancellationToken);
        Task pinging = audience.PingAsync(options.Messages, end.Token);
        await Task.Delay(TimeSpan.FromSeconds(options.Warmup), cancellationToken);
        var (before, after) = await MeasureAsync(status, cancellationToken);
        await end.CancelAsync();
        await pinging;
        await audience.LeaveAsync();
        return LoadReport.Of(options, audience.Viewers, _measured, _ages, before, after);
    }

    private async Task<(Sample Before, Sample After)> MeasureAsync(StatusClient client, CancellationToken cancellationToken)
    {
        ServiceStatus? statusBefore = await client.ReadAsync(cancellationToken);
        var before = new Sample(Environment.CpuUsage.TotalTime, SampleServer(), statusBefore);
        _measured.Begin();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), cancellationToken);
        _measured.Finish();
        var after = new Sample(Environment.CpuUsage.TotalTime, SampleServer(), Status: null);
        return (before, after with { Status = await client.ReadAsync(cancellationToken) });
    }

    private ProcessSample? SampleServer() => options.ServerProcess is { } process ? ProcessSample.Of(process) : null;
}
