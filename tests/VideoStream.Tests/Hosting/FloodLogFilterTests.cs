using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using Serilog.Parsing;
using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class FloodLogFilterTests
{
    private const string Http2 = "Microsoft.AspNetCore.Server.Kestrel.Http2";

    private readonly FakeTimeProvider _time = new();
    private readonly FloodLogFilter _filter;

    public FloodLogFilterTests() => _filter = new FloodLogFilter(_time);

    [Fact]
    public void Of_a_flood_of_the_same_lines_one_a_minute_passes()
    {
        Assert.Equal(1, Passed(100, LogEventLevel.Fatal, Http2));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, Passed(100, LogEventLevel.Fatal, Http2));
    }

    [Theory]
    [InlineData(LogEventLevel.Debug, Http2)]
    [InlineData(LogEventLevel.Error, Http2)]
    [InlineData(LogEventLevel.Fatal, "Microsoft.AspNetCore.Server.Kestrel")]
    [InlineData(LogEventLevel.Fatal, null)]
    public void Other_lines_pass(LogEventLevel level, string? source) => Assert.Equal(100, Passed(100, level, source));

    private int Passed(int count, LogEventLevel level, string? source) => Enumerable.Range(0, count)
        .Count(_ => _filter.IsEnabled(Event(level, source)));

    private LogEvent Event(LogEventLevel level, string? source) => new(
        _time.GetUtcNow(),
        level,
        exception: null,
        new MessageTemplate("Connection exceeded", [new TextToken("Connection exceeded")]),
        source is null ? [] : [new LogEventProperty("SourceContext", new ScalarValue(source))]);
}
