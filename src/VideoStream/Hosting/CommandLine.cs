using System.Reflection;

namespace VideoStream.Hosting;

/// <summary>The command line, as the framework's command-line configuration provider reads it.</summary>
internal static class CommandLine
{
    private const string Usage = """
        Usage: VideoStream [--source SOURCE] [--urls URLS] [--KEY VALUE ...]

        Serves a live camera to browsers over WebSocket, MJPEG and single JPEGs.

          --source SOURCE   auto (the default), test, a device (0, /dev/video0), a video file, or a URL (rtsp://, http://)
          --urls URLS       addresses to listen on, separated by ';' (default http://localhost:8000)
                            all addresses of the machine: http://0.0.0.0:8000
          --KEY VALUE       any configuration key, as in --VideoStream:WebSocket:Quality 50
          --help            prints this text
          --version         prints the version

        Every switch can also be written --KEY=VALUE. The table of all keys is in docs/configuration.md.
        Keys can also be set in appsettings.json and by environment variables, as in VideoStream__WebSocket__Quality=50.
        """;

    /// <summary>Short names of configuration keys.</summary>
    private static readonly Dictionary<string, string> SwitchMappings = new() { ["--source"] = "VideoStream:Source" };

    /// <summary>Prints the answer to <c>--help</c> or <c>--version</c>, if one of them is there.</summary>
    public static bool TryAnswer(string[] args)
    {
        string? answer = Answer(args);
        if (answer is not null)
            Console.WriteLine(answer);
        return answer is not null;
    }

    /// <summary>The text that answers <c>--help</c> or <c>--version</c>; null if neither is there.</summary>
    public static string? Answer(string[] args)
    {
        foreach (CommandLineSwitch argument in CommandLineSwitch.Read(args))
        {
            if (argument.Text is "--help" or "-h" or "-?")
                return Usage;
            if (argument.Text is "--version")
                return Version;
        }

        return null;
    }

    /// <summary>
    /// A builder with the command line's configuration. The content root is the application's own folder unless another is given, so that
    /// the service runs from any working directory.
    /// </summary>
    /// <exception cref="StartException">A switch is unknown, has no value, or names a folder that does not exist.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        if (CommandLineSwitch.Read(args).Select(SwitchRules.Problem).FirstOrDefault(problem => problem is not null) is { } found)
            throw new StartException(found);
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = ContentRoot(args),
            WebRootPath = "wwwroot",
        });
        builder.Configuration.AddCommandLine(args, SwitchMappings);
        return builder;
    }

    private static string ContentRoot(string[] args)
    {
        string? given = new ConfigurationBuilder().AddCommandLine(args, SwitchMappings).Build()["contentRoot"];
        if (given is null)
            return AppContext.BaseDirectory;
        return Directory.Exists(given)
            ? Path.GetFullPath(given)
            : throw new StartException($"--contentRoot is '{given}', which is not a folder");
    }

    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
