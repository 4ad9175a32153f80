using System.Reflection;
using VideoStream.Access;

namespace VideoStream.Hosting;

/// <summary>The answers to <c>--help</c> and <c>--version</c>.</summary>
internal static class CommandLineHelp
{
    private static string Usage => $"""
        Usage: {CommandName.Own} [--source SOURCE] [--urls URLS] [--KEY VALUE ...]
               {CommandName.NewKey}

        Serves a live camera to browsers over WebSocket, MJPEG and single JPEGs.

          --source SOURCE   auto (the default), test, a device (0, /dev/video0), a video file, or a URL (rtsp://, http://)
          --urls URLS       addresses to listen on, separated by ';' (default http://localhost:8000)
                            all addresses of the machine: http://0.0.0.0:8000
          --KEY VALUE       any configuration key, as in --VideoStream:WebSocket:Quality 50
          --help            prints this text
          --version         prints the version
          keys new NAME     makes a key for clients, and prints it once, with the configuration to add

        Every switch can also be written --KEY=VALUE. The table of all keys is in docs/configuration.md.
        Keys can also be set in a settings file and by environment variables, as in VideoStream__WebSocket__Quality=50.
        """;

    private static string Version =>
        typeof(CommandLineHelp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Prints the answer to the first <c>--help</c> or <c>--version</c>.</summary>
    /// <returns>False if neither is there.</returns>
    public static bool TryPrint(string[] args, TextWriter output)
    {
        foreach (CommandLineSwitch argument in CommandLineSwitch.Read(args))
        {
            if (argument.Text is not ("--help" or "-h" or "-?" or "--version"))
                continue;
            output.WriteLine(argument.Text == "--version" ? Version : Usage);
            return true;
        }

        return false;
    }
}
