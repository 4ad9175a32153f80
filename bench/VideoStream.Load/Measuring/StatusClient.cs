using System.Net.Http.Json;
using System.Text.Json;
using VideoStream.Load.Reports;

namespace VideoStream.Load.Measuring;

/// <summary>Reads the service's counters.</summary>
internal sealed class StatusClient(Uri service) : IDisposable
{
    // No proxy: only the given address may be contacted.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = new UriBuilder("http", service.Host, service.Port).Uri,
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>Reads the status.</summary>
    /// <returns>Null if the server is not VideoStream, or does not answer in time.</returns>
    public async Task<ServiceStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _http.GetFromJsonAsync("/api/v1/status", ReportJson.Default.ServiceStatus, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
