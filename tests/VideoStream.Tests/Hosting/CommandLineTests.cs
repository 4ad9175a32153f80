using Microsoft.AspNetCore.Builder;
using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--source", "film.mp4")]
    [InlineData("--source=film.mp4")]
    [InlineData("--SOURCE=film.mp4")]
    [InlineData("--VideoStream:Source", "film.mp4")]
    [InlineData("--source=test", "--VideoStream:Source=film.mp4")]
    [InlineData("--VideoStream:Source=test", "--source", "film.mp4")]
    public void Source_is_short_for_its_key_and_the_last_one_wins(params string[] args)
    {
        WebApplicationBuilder builder = CommandLine.CreateBuilder(args);
        Assert.Equal("film.mp4", builder.Configuration["VideoStream:Source"]);
    }

    [Theory]
    [InlineData("--urls", "http://0.0.0.0:8000", "--VideoStream:WebSocket:Quality", "50", "--Serilog:MinimumLevel:Default=Debug")]
    [InlineData("--environment", "Development", "--AllowedHosts=*", "--Kestrel:Limits:MaxConcurrentConnections=5", "--Logging:A=b")]
    [InlineData("--http_ports=8000", "--https_ports=8001", "--VideoStream:Source=-5", "--VideoStream:WebSocket=")]
    [InlineData("--videostream:websocket:maxclients=3")]
    [InlineData]
    public void Known_switches_are_accepted(params string[] args)
    {
        _ = CommandLine.CreateBuilder(args);
    }

    [Theory]
    [InlineData("unknown switch --sourc; did you mean --source?", "--sourc", "test")]
    [InlineData("unknown switch --sourc; did you mean --source?", "--sourc=test")]
    [InlineData("unknown switch --url; did you mean --urls?", "--url=http://0.0.0.0:8000")]
    [InlineData("unknown switch -source; did you mean --source?", "-source", "test")]
    [InlineData("unknown argument source; did you mean --source?", "source=test")]
    [InlineData("unknown switch --VideoStrem:Source; ", "--VideoStrem:Source=test")]
    [InlineData("unknown switch --quality; settings are named by their whole key: --VideoStream:WebSocket:Quality", "--quality", "50")]
    [InlineData("unknown switch --WebSocket:Quality; settings are named by their whole key: --VideoStream:", "--WebSocket:Quality=50")]
    [InlineData("--VideoStream:Cameras:<name>:Width or --VideoStream:Resize:Width", "--width=640")]
    [InlineData("unknown switch --verbose; settings are named by their whole key, as in --VideoStream:WebSocket:", "--verbose")]
    [InlineData("unknown argument /dev/video9; a camera is named by --source, as in --source /dev/video9", "/dev/video9")]
    [InlineData("unknown argument help; did you mean --help?", "help")]
    [InlineData("unknown argument film.mp4; ", "--source", "test", "film.mp4")]
    [InlineData("unknown argument ; ", "")]
    [InlineData("unknown switch --; ", "--")]
    [InlineData("--source has no value", "--source")]
    [InlineData("--urls has no value", "--source=test", "--urls")]
    [InlineData("--source has no value", "--source", "--urls=http://127.0.0.1:0")]
    [InlineData("--VideoStream:WebSocket:Quality has no value", "--VideoStream:WebSocket:Quality")]
    [InlineData("--contentRoot is '/no/such/folder', which is not a folder", "--contentRoot=/no/such/folder")]
    public void Unknown_switches_stop_the_start_with_one_line(string line, params string[] args)
    {
        var failure = Assert.Throws<StartException>(() => CommandLine.CreateBuilder(args));
        Assert.Contains(line, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("rtsp://user:secret@camera/")]
    [InlineData("rtsp://user:secret=1@camera/?token=secret")]
    [InlineData("--rtsp://user:secret@camera/")]
    [InlineData("--sourc=rtsp://user:secret@camera/")]
    public void A_misplaced_url_is_shown_without_its_secrets(string argument)
    {
        var failure = Assert.Throws<StartException>(() => CommandLine.CreateBuilder([argument]));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }
}
