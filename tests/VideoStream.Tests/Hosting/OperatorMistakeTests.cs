using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class OperatorMistakeTests
{
    private const string BadJson = """{"VideoStream":{"Source":}}""";

    [Fact]
    public void A_service_that_can_not_be_constructed_is_a_bug()
    {
        var settings = new HostApplicationBuilderSettings { EnvironmentName = "Development" };
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(settings);
        builder.Services.AddSingleton<NeedsMissing>();
        Assert.False(OperatorMistake.Is(Thrown<AggregateException>(() => builder.Build())));
    }

    [Fact]
    public void A_service_that_is_missing_is_a_bug()
    {
        using ServiceProvider services = new ServiceCollection().AddSingleton<NeedsMissing>().BuildServiceProvider();
        Assert.False(OperatorMistake.Is(Thrown<InvalidOperationException>(() => services.GetRequiredService<NeedsMissing>())));
        Assert.False(OperatorMistake.Is(Thrown<InvalidOperationException>(() => services.GetRequiredService<Missing>())));
    }

    [Fact]
    public void Exceptions_of_general_types_from_our_own_code_are_bugs()
    {
        Exception[] thrown =
        [
            Thrown<InvalidOperationException>(() => Enumerable.Empty<int>().First()),
            Thrown<ArgumentException>(() => Enum.Parse<ConsoleColor>("nope")),
            Thrown<FormatException>(() => int.Parse("nope", System.Globalization.CultureInfo.InvariantCulture)),
            Thrown<IOException>(() => File.OpenRead("/no/such/file")),
            new InvalidOperationException("never thrown, so without a stack trace"),
            new AggregateException(new StartException("expected"), new NotSupportedException()),
        ];
        Assert.All(thrown, exception => Assert.False(OperatorMistake.Is(exception), exception.ToString()));
    }

    [Fact]
    public void Faults_of_the_configuration_and_the_machine_are_mistakes()
    {
        Exception[] thrown =
        [
            new StartException("unknown switch"),
            new SocketException((int)SocketError.AccessDenied),
            new AggregateException(new SocketException((int)SocketError.AccessDenied), new SocketException((int)SocketError.AccessDenied)),
            Thrown<Microsoft.Extensions.Options.OptionsValidationException>(() => Configured.With("WebSocket:Quality=0")),
            Thrown<InvalidOperationException>(() => Configuration("a", "nope").GetValue<int>("a")),
            Thrown<InvalidOperationException>(
                () => new LoggerConfiguration().ReadFrom.Configuration(Configuration("Serilog:MinimumLevel", "Loud"))),
        ];
        Assert.All(thrown, exception => Assert.True(OperatorMistake.Is(exception), exception.ToString()));
    }

    [Fact]
    public void Invalid_JSON_is_reported_with_its_file_and_line()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, BadJson);
            var exception = Thrown<InvalidDataException>(() => new ConfigurationBuilder().AddJsonFile(file).Build());
            Assert.True(OperatorMistake.Is(exception));
            string message = OperatorMistake.Message(exception);
            Assert.Contains(file, message, StringComparison.Ordinal);
            Assert.Contains("LineNumber: 0", message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IConfigurationRoot Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build();

    private static TException Thrown<TException>(Func<object> code)
        where TException : Exception => Assert.ThrowsAny<TException>(() => _ = code());

    [SuppressMessage("Performance", "CA1812", Justification = "Must not be registered.")]
    private sealed class Missing;

    [SuppressMessage("Performance", "CA1812", Justification = "Registered by its type.")]
    [SuppressMessage("Performance", "CS9113", Justification = "Only requested.")]
    private sealed class NeedsMissing(Missing missing)
    {
        public Missing Needed => missing;
    }
}
