using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using VideoStream.Transports.Connections;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The service in this process, with a real Kestrel on a free port, and the test's configuration.</summary>
internal sealed class ServiceHost : WebApplicationFactory<Program>
{
    private readonly WritePath _path;
    private readonly string _urls;
    private readonly Action<IServiceCollection> _services;
    private readonly (string Key, string Value)[] _settings;
    private readonly TestCertificate? _certificate;
    private TestCertificate? _own;

    /// <summary>Starts it with the test pattern, unless the settings name cameras or another source.</summary>
    /// <param name="settings">Keys under <c>VideoStream:</c> and their values.</param>
    public ServiceHost(params (string Key, string Value)[] settings)
        : this(WritePath.Direct, settings)
    {
    }

    /// <summary>Starts it on the given address.</summary>
    public ServiceHost(string urls, params (string Key, string Value)[] settings)
        : this(WritePath.Direct, urls, _ => { }, settings)
    {
    }

    /// <summary>Starts it with the given write path for its sockets.</summary>
    public ServiceHost(WritePath path, params (string Key, string Value)[] settings)
        : this(path, _ => { }, settings)
    {
    }

    /// <summary>Starts it with the test's own services, which replace the registered ones.</summary>
    public ServiceHost(WritePath path, Action<IServiceCollection> services, params (string Key, string Value)[] settings)
        : this(path, path == WritePath.Tls ? "https://127.0.0.1:0" : "http://127.0.0.1:0", services, settings)
    {
    }

    /// <summary>Starts it with TLS.</summary>
    public ServiceHost(TestCertificate certificate, params (string Key, string Value)[] settings)
        : this(WritePath.Direct, "https://127.0.0.1:0", _ => { }, settings, certificate)
    {
    }

    private ServiceHost(
        WritePath path, string urls, Action<IServiceCollection> services, (string Key, string Value)[] settings,
        TestCertificate? certificate = null)
    {
        _own = path == WritePath.Tls ? new TestCertificate() : null;
        certificate ??= _own;
        (_path, _urls, _services, _settings, _certificate) = (path, urls, services, settings, certificate);
        // The port is in the setting below. Set here, it would change while the server is possibly starting already.
        UseKestrel();
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient(certificate?.Handler() ?? new SocketsHttpHandler()) { BaseAddress = Address, Timeout = TestClient.Timeout };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A camera in the status.</summary>
    public async Task<JsonElement> CameraAsync(string name = "main")
    {
        string text = await Http.GetStringAsync("/api/v1/cameras", TestContext.Current.CancellationToken);
        return JsonElement.Parse(text).EnumerateArray().Single(camera => camera.GetProperty("name").GetString() == name);
    }

    /// <summary>Waits until the camera's reason contains these words.</summary>
    public async Task<string> ReasonAsync(string words, string name = "main")
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (true)
        {
            string? reason = (await CameraAsync(name)).GetProperty("reason").GetString();
            if (reason?.Contains(words, StringComparison.Ordinal) == true)
                return reason;
            Assert.False(timeout.IsCancellationRequested, $"the reason was '{reason}', never '{words}'");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseContentRoot(AppContext.BaseDirectory);
        builder.UseSetting("urls", _urls);
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
        builder.UseSetting("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Warning");
        if (!_settings.Any(setting => setting.Key.StartsWith("Cameras:", StringComparison.Ordinal)))
            builder.UseSetting("VideoStream:Source", "test");
        // A connection middleware that reads and writes all bytes, as TLS does.
        if (_path == WritePath.Middleware)
            builder.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(UseMiddleware));
        builder.ConfigureTestServices(_services);
        // Tests open many streams at once, and all from one address.
        builder.UseSetting("VideoStream:Limits:HandshakesPerAddress", "0");
        foreach (var (key, value) in _settings)
            builder.UseSetting("VideoStream:" + key, value);
        foreach (var (key, value) in _certificate?.Settings ?? [])
            builder.UseSetting(key, value);
    }

    /// <summary>These defaults replace the service's own.</summary>
    private static void UseMiddleware(ListenOptions endpoint)
    {
        var limiter = endpoint.ApplicationServices.GetRequiredService<ConnectionLimiter>();
        endpoint.Use((ConnectionDelegate next) => limiter.Limit(next));
        endpoint.UseConnectionLogging();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Http.Dispose();
        base.Dispose(disposing);
        // Called twice.
        if (disposing)
            Interlocked.Exchange(ref _own, null)?.Dispose();
    }
}
