namespace VideoStream.Hosting;

/// <summary>Makes the application's builder from the command line. The framework's command-line configuration provider reads it.</summary>
internal static class CommandLine
{
    /// <summary>Short names of configuration keys.</summary>
    private static readonly Dictionary<string, string> SwitchMappings = new() { ["--source"] = "VideoStream:Source" };

    /// <summary>
    /// A setting of the framework. It would watch the files by inotify, of which the machine may have none left, and take over half of one.
    /// </summary>
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>
    /// A builder with the command line's configuration. The default content root is the application's own folder, so that the service
    /// runs from any working directory.
    /// </summary>
    /// <exception cref="StartException">A switch is unknown, has no value, or names a folder that does not exist.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        if (CommandLineSwitch.Read(args).SelectMany(SwitchRules.Problems).FirstOrDefault() is { } problem)
            throw new StartException(problem);
        // Without IIS and HTTP/3, which would be loaded and never used.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(Options([.. args, NoReload], ContentRoot(args)));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Configuration.AddCommandLine(args, SwitchMappings);
        return builder;
    }

    private static WebApplicationOptions Options(string[] args, string contentRoot) =>
        new() { Args = args, ContentRootPath = contentRoot, WebRootPath = "wwwroot" };

    private static string ContentRoot(string[] args)
    {
        string? path = new ConfigurationBuilder().AddCommandLine(args, SwitchMappings).Build()["contentRoot"];
        if (path is null)
            return AppContext.BaseDirectory;
        return Directory.Exists(path)
            ? Path.GetFullPath(path)
            : throw new StartException($"--contentRoot is '{path}', which is not a folder");
    }
}
