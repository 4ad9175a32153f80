using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class StartFailureTests
{
    private const string BadJson = """{"VideoStream":{"Source":}}""";

    [Fact]
    public void A_service_that_can_not_be_made_is_a_bug()
    {
        var settings = new HostApplicationBuilderSettings { EnvironmentName = "Development" };
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(settings);
        builder.Services.AddSingleton<NeedsMissing>();
        Assert.False(StartFailure.IsExpected(Thrown<AggregateException>(() => builder.Build())));
    }

    [Fact]
    public void A_service_that_is_missing_is_a_bug()
    {
        using ServiceProvider services = new ServiceCollection().AddSingleton<NeedsMissing>().BuildServiceProvider();
        Assert.False(StartFailure.IsExpected(Thrown<InvalidOperationException>(() => services.GetRequiredService<NeedsMissing>())));
        Assert.False(StartFailure.IsExpected(Thrown<InvalidOperationException>(() => services.GetRequiredService<Missing>())));
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
        Assert.All(thrown, exception => Assert.False(StartFailure.IsExpected(exception), exception.ToString()));
    }

    [Fact]
    public void Configuration_and_the_machine_are_no_bugs()
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
        Assert.All(thrown, exception => Assert.True(StartFailure.IsExpected(exception), exception.ToString()));
    }

    [Fact]
    public void A_file_that_is_no_json_is_named_with_the_place_in_it()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, BadJson);
            var exception = Thrown<InvalidDataException>(() => new ConfigurationBuilder().AddJsonFile(file).Build());
            Assert.True(StartFailure.IsExpected(exception));
            string message = StartFailure.Message(exception);
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

    [SuppressMessage("Performance", "CA1812", Justification = "Never registered, which is the point.")]
    private sealed class Missing;

    [SuppressMessage("Performance", "CA1812", Justification = "Registered by its type.")]
    [SuppressMessage("Performance", "CS9113", Justification = "Only asked for.")]
    private sealed class NeedsMissing(Missing missing)
    {
        public Missing Needed => missing;
    }
}
