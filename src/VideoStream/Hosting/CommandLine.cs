namespace VideoStream.Hosting;

/// <summary>How the command line becomes configuration.</summary>
internal static class CommandLine
{
    private const string DefaultAddress = "http://localhost:8000";

    /// <summary>The application's own folder is its content root, so that it runs from any working directory.</summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        // A switch at the very end has no value; without one ASP.NET Core would pass over it in silence.
        Args = [.. args.Select(Expand), .. args is [.., "--source"] ? [""] : Array.Empty<string>()],
        ContentRootPath = AppContext.BaseDirectory,
        WebRootPath = "wwwroot",
    };

    /// <summary>Port 8000 on loopback, unless an address or port was given in any of ASP.NET Core's own ways.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        IConfiguration configuration = builder.Configuration;
        string[] keys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];
        if (!keys.Any(key => configuration.GetSection(key).Exists()))
            builder.WebHost.UseUrls(DefaultAddress);
    }

    /// <summary><c>--source X</c> is short for <c>--VideoStream:Source X</c>.</summary>
    private static string Expand(string argument) =>
        argument == "--source" || argument.StartsWith("--source=", StringComparison.Ordinal)
            ? "--VideoStream:Source" + argument["--source".Length..]
            : argument;
}
