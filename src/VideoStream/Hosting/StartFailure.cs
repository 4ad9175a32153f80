using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace VideoStream.Hosting;

/// <summary>
/// Reports why the service can't start: one line for a mistake in the configuration or on the machine, a stack trace for a bug.
/// </summary>
internal static class StartFailure
{
    /// <summary>The exit code of a mistake in the configuration or on the machine.</summary>
    public const int ExitCode = 1;

    /// <summary>The exit code of a bug: EX_SOFTWARE of sysexits.h.</summary>
    public const int BugExitCode = 70;

    /// <summary>These read configuration, and report mistakes in it with exceptions of general types.</summary>
    private static readonly string[] ConfigurationReaders =
        ["Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Extensions.Configuration", "Serilog.Settings.Configuration"];

    /// <summary>Whether the message alone is enough for the operator. All other exceptions are bugs.</summary>
    public static bool IsExpected(Exception exception) => exception switch
    {
        StartException or OptionsValidationException or AddressInUseException or SocketException => true,
        AggregateException several => several.InnerExceptions.All(IsExpected),
        InvalidOperationException or ArgumentException or FormatException or InvalidDataException or IOException
            or UnauthorizedAccessException or CryptographicException => WasThrownByConfigurationReader(exception),
        _ => false,
    };

    /// <summary>The line that the operator sees.</summary>
    public static string Message(Exception exception) => exception switch
    {
        OptionsValidationException options => string.Join("; ", options.Failures),
        AggregateException several => string.Join("; ", several.InnerExceptions.Select(Message).Distinct()),
        SocketException socket => "cannot listen on the configured address: " + socket.Message,
        IOException { InnerException: AggregateException } => $"{exception.Message} {Message(exception.InnerException)}",
        InvalidDataException { InnerException: { } cause } => $"{exception.Message} {Message(cause)}",
        FormatException { InnerException: { } cause } => $"{exception.Message} {Message(cause)}",
        _ => exception.Message,
    };

    /// <summary>Prints the failure to standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(Exception exception)
    {
        if (IsExpected(exception))
            return Report(Message(exception));
        Console.Error.WriteLine($"VideoStream can't start because of a bug: {exception}");
        return BugExitCode;
    }

    /// <summary>Prints a mistake in the configuration or on the machine to standard error, in one line.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(string problem)
    {
        Console.Error.WriteLine("VideoStream can't start: " + problem.ReplaceLineEndings(" "));
        return ExitCode;
    }

    private static bool WasThrownByConfigurationReader(Exception exception) => new StackTrace(exception).GetFrames()
        .Select(frame => frame.GetMethod()?.DeclaringType?.Namespace ?? "")
        .Any(space => ConfigurationReaders.Any(reader => space.StartsWith(reader, StringComparison.Ordinal)));
}
