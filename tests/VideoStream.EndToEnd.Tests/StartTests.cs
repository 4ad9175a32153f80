using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Command line and environment of the process.</summary>
public sealed class StartTests
{
    /// <summary>Another library of that name lacks the functions.</summary>
    [Fact]
    public async Task Without_libturbojpeg_it_starts_warns_once_and_shows_the_camera()
    {
        using var folder = new TemporaryDirectory();
        var (service, address) = await ServiceProcess.ListenAfterAsync(
            $"ln -s \"$(ldconfig -p | awk '/libdrm.so.2 /{{print $NF; exit}}')\" '{folder.Path("libturbojpeg.so.0")}'\n"
            + $"export LD_LIBRARY_PATH='{folder.Path("")}'",
            "--source=test", "--VideoStream:Cameras:main:Width=320", "--VideoStream:Cameras:main:Height=240");
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "quality=70&resize=160x120&osd=true");
            Assert.Equal((160, 120), (await client.LiveAsync()).Size());
            Assert.Single(service.Output, line => line.Contains("libturbojpeg is missing", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Help_is_printed_and_nothing_is_started()
    {
        using ServiceProcess service = ServiceProcess.Start("--help");
        Assert.Equal(0, await service.ExitAsync());
        Assert.Empty(service.Errors);
        Assert.Contains(service.Output, line => line.Contains("--source SOURCE", StringComparison.Ordinal));
        Assert.Contains(service.Output, line => line.Contains("docs/configuration.md", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Output, line => line.Contains("Now listening", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        using ServiceProcess service = ServiceProcess.Start("--source", "test", "--version");
        Assert.Equal(0, await service.ExitAsync());
        Assert.Empty(service.Errors);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", Assert.Single(service.Output));
    }

    [Theory]
    [InlineData("unknown switch --sourc; did you mean --source?", "--sourc", "test")]
    [InlineData("settings are named by their whole key: --VideoStream:WebSocket:Quality", "--quality", "50")]
    [InlineData("unknown argument /dev/video9; a camera is named by --source", "/dev/video9")]
    [InlineData("--source has no value", "--source")]
    [InlineData("--urls has no value", "--urls")]
    [InlineData("urls is '', which is no address", "--urls=")]
    [InlineData("'80000' is not a port", "--urls", "http://0.0.0.0:80000")]
    [InlineData("'web' is not a port", "--urls", "http://127.0.0.1:web")]
    [InlineData("'/camera' is a path", "--urls", "http://127.0.0.1:0/camera")]
    [InlineData("has no scheme", "--urls", "127.0.0.1:0")]
    [InlineData("http_ports is 'web'", "--http_ports", "web")]
    [InlineData("cannot listen on 192.0.2.1:8000: this machine does not have", "--source", "test", "--urls", "http://192.0.2.1:8000")]
    [InlineData(
        "an https address needs a certificate: --Kestrel:Certificates:Default:Path", "--source", "test", "--urls", "https://127.0.0.1:0")]
    [InlineData(
        "Kestrel:Certificates:Default:Path is '/nowhere/server.crt': there is no such file", "--source", "test", "--urls",
        "https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path=/nowhere/server.crt",
        "--Kestrel:Certificates:Default:KeyPath=/nowhere/server.key")]
    public async Task A_mistake_on_the_command_line_stops_the_start_with_one_line(string expected, params string[] arguments)
    {
        using ServiceProcess service = ServiceProcess.Start(arguments);
        await StopsAsync(service, expected);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "localhost:8000", "has no scheme")]
    [InlineData("URLS", "http://127.0.0.1:80000", "'80000' is not a port")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "80000", "http_ports is '80000'")]
    public async Task A_mistake_in_the_environment_stops_the_start_with_one_line(string name, string value, string expected)
    {
        using ServiceProcess service = ServiceProcess.Start(new Dictionary<string, string?> { [name] = value }, ["--source=test"]);
        await StopsAsync(service, expected);
    }

    [Fact]
    public async Task A_file_that_is_not_JSON_stops_the_start_with_one_line()
    {
        using var folder = new TemporaryDirectory();
        string file = folder.Path("appsettings.json");
        await File.WriteAllTextAsync(file, """{"VideoStream":{"Source":}}""", TestContext.Current.CancellationToken);
        using ServiceProcess service = ServiceProcess.Start("--contentRoot", Path.GetDirectoryName(file)!);
        await StopsAsync(service, file);
    }

    private static async Task StopsAsync(ServiceProcess service, string expected)
    {
        Assert.Equal(1, await service.ExitAsync());
        string line = Assert.Single(service.Errors);
        Assert.StartsWith("VideoStream can't start: ", line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }
}
