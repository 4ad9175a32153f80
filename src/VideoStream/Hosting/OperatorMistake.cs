using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace VideoStream.Hosting;

/// <summary>Exceptions that mean a mistake in the configuration or on the machine. All others are bugs.</summary>
internal static class OperatorMistake
{
    /// <summary>These read configuration, and report mistakes in it with exceptions of general types.</summary>
    private static readonly string[] ConfigurationReaders =
        ["Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Extensions.Configuration", "Serilog.Settings.Configuration"];

    private const string NoCertificate =
        "an https address needs a certificate: --Kestrel:Certificates:Default:Path=server.crt and "
        + "--Kestrel:Certificates:Default:KeyPath=server.key, see docs/configuration.md";

    /// <summary>Whether an exception means a mistake, so that its <see cref="Message"/> is enough.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        StartException or OptionsValidationException or AddressInUseException or SocketException => true,
        AggregateException several => several.InnerExceptions.All(Is),
        InvalidOperationException or ArgumentException or FormatException or InvalidDataException or IOException
            or UnauthorizedAccessException or CryptographicException => WasThrownByConfigurationReader(exception),
        _ => false,
    };

    /// <summary>The mistake in one line.</summary>
    public static string Message(Exception exception) => exception switch
    {
        OptionsValidationException options => string.Join("; ", options.Failures),
        AggregateException several => string.Join("; ", several.InnerExceptions.Select(Message).Distinct()),
        SocketException socket => "cannot listen on the configured address: " + socket.Message,
        IOException { InnerException: AggregateException cause } => $"{exception.Message} {Message(cause)}",
        InvalidDataException { InnerException: { } cause } => $"{exception.Message} {Message(cause)}",
        FormatException { InnerException: { } cause } => $"{exception.Message} {Message(cause)}",
        InvalidOperationException when LacksCertificate(exception) => NoCertificate,
        _ => exception.Message,
    };

    /// <summary>The web server has one type of exception for all its failures.</summary>
    private static bool LacksCertificate(Exception exception) =>
        exception.Message.Contains("No server certificate was specified", StringComparison.Ordinal);

    private static bool WasThrownByConfigurationReader(Exception exception) => new StackTrace(exception).GetFrames()
        .Select(frame => frame.GetMethod()?.DeclaringType?.Namespace ?? "")
        .Any(name => ConfigurationReaders.Any(reader => name.StartsWith(reader, StringComparison.Ordinal)));
}
