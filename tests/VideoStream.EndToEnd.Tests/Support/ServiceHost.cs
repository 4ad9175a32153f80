using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The service in this process, with a real Kestrel on a free port, and configuration of the test's own.</summary>
internal sealed class ServiceHost : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;

    /// <summary>Starts it with the test pattern, unless the settings name another source.</summary>
    /// <param name="settings">Keys under <c>VideoStream:</c> and their values.</param>
    public ServiceHost(params (string Key, string Value)[] settings)
    {
        _settings = settings;
        UseKestrel(0);
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address, Timeout = TestClient.Timeout };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseContentRoot(AppContext.BaseDirectory);
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
        builder.UseSetting("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Warning");
        builder.UseSetting("VideoStream:Source", "test");
        foreach (var (key, value) in _settings)
            builder.UseSetting("VideoStream:" + key, value);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Http.Dispose();
        base.Dispose(disposing);
    }
}
