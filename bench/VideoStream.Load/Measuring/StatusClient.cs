using System.Net.Http.Json;
using System.Text.Json;
using VideoStream.Load.Reports;

namespace VideoStream.Load.Measuring;

/// <summary>Asks the service what it has done so far.</summary>
internal sealed class StatusClient(Uri service) : IDisposable
{
    // No proxy: it would be an address that the user didn't give.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = new UriBuilder("http", service.Host, service.Port).Uri,
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>Its status.</summary>
    /// <returns>Null if it has none, as it isn't VideoStream, or doesn't answer in time.</returns>
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
