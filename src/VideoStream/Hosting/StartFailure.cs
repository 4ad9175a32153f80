using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace VideoStream.Hosting;

/// <summary>Failures of the start that are the configuration's or the machine's, told in one line instead of a stack trace.</summary>
internal static class StartFailure
{
    public const int ExitCode = 1;

    /// <summary>
    /// Whether it says by itself what is wrong: bad configuration of ours, of the server or of the log, or an address that can't be
    /// listened on. Others are bugs, and need their stack trace.
    /// </summary>
    public static bool IsExpected(Exception exception) =>
        exception is OptionsValidationException or InvalidOperationException or ArgumentException or InvalidDataException
            or FormatException or IOException or SocketException or UnauthorizedAccessException;

    public static int Report(Exception exception) => Report(exception switch
    {
        OptionsValidationException options => string.Join("; ", options.Failures),
        SocketException socket => "the address in --urls can't be listened on: " + socket.Message,
        { InnerException: InvalidDataException or FormatException } => exception.InnerException.Message,
        _ => exception.Message,
    });

    public static int Report(string problem)
    {
        Console.Error.WriteLine("VideoStream can't start: " + problem.ReplaceLineEndings(" "));
        return ExitCode;
    }
}
