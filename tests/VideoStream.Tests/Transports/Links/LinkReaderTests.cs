using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;
using VideoStream.Tests.Support;
using VideoStream.Transports.Links;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.Links;

public sealed class LinkReaderTests : IDisposable
{
    private static readonly AccessGrant Creator = new("boss", AccessScopes.Admin, null, null);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly ConfiguredCameras _cameras = new(TimeProvider.System, "Cameras:gate:Source=test", "Cameras:yard:Source=test");
    private readonly LinkReader _reader;

    public LinkReaderTests() => _reader = new LinkReader(_cameras.Cameras, _time);

    public void Dispose() => _cameras.Dispose();

    [Fact]
    public void Only_the_camera_is_needed()
    {
        SignedLink link = Read("""{"camera":"GATE"}""");
        Assert.Equal(("gate", "key boss"), (link.Camera, link.CreatedBy));
        Assert.Equal((_time.GetUtcNow(), _time.GetUtcNow().AddDays(1)), (link.Created, link.Expires));
        Assert.Equal((null, null, null), (link.MaxQuality, link.MaxFps, link.MaxSize));
    }

    [Theory]
    [InlineData("\"expires_in\":60", "2026-11-26T12:01:00Z")]
    [InlineData("\"expires\":\"2026-12-01\"", "2026-12-01T00:00:00Z")]
    [InlineData("\"expires\":\"2026-12-01T18:00+02:00\"", "2026-12-01T16:00:00Z")]
    [InlineData("\"expires\":\"2027-11-27T12:00Z\"", "2027-11-27T12:00:00Z")]
    [InlineData("\"expires\":null,\"expires_in\":null", "2026-11-27T12:00:00Z")]
    public void The_end_is_a_time_or_a_number_of_seconds(string field, string expires) =>
        Assert.Equal(DateTimeOffset.Parse(expires, null), Read($$"""{"camera":"gate",{{field}}}""").Expires);

    [Fact]
    public void The_end_is_a_whole_second_and_not_before_it_was_asked_for()
    {
        _time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Equal(
            new DateTimeOffset(2026, 11, 26, 12, 0, 6, TimeSpan.Zero), Read("""{"camera":"gate","expires_in":5}""").Expires);
    }

    [Fact]
    public void Caps_are_taken_over()
    {
        SignedLink link = Read("""{"camera":"gate","max_quality":40,"max_fps":0.5,"max_size":"640x360"}""");
        Assert.Equal((40, 0.5, "640x360"), (link.MaxQuality, link.MaxFps, link.MaxSize));
    }

    [Theory]
    [InlineData("[]", null, ErrorCode.NotAnObject)]
    [InlineData("\"gate\"", null, ErrorCode.NotAnObject)]
    [InlineData("{}", "camera", ErrorCode.MissingValue)]
    [InlineData("""{"camera":null}""", "camera", ErrorCode.MissingValue)]
    [InlineData("""{"camera":7}""", "camera", ErrorCode.WrongType)]
    [InlineData("""{"camera":""}""", "camera", ErrorCode.UnknownCamera)]
    [InlineData("""{"camera":"cellar"}""", "camera", ErrorCode.UnknownCamera)]
    [InlineData("""{"camera":"gate","camera":"yard"}""", "camera", "repeated_field")]
    [InlineData("""{"camera":"gate","quality":40}""", "quality", "unknown_field")]
    [InlineData("""{"camera":"gate","Max_Quality":40}""", "Max_Quality", "unknown_field")]
    [InlineData("""{"camera":"gate","max_quality":0}""", "max_quality", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","max_quality":101}""", "max_quality", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","max_quality":40.5}""", "max_quality", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","max_quality":"40"}""", "max_quality", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","max_fps":0}""", "max_fps", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","max_fps":1e999}""", "max_fps", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","max_fps":true}""", "max_fps", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","max_size":true}""", "max_size", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","max_size":"large"}""", "max_size", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","max_size":"640x-1"}""", "max_size", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","max_size":"4x4"}""", "max_size", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","expires":7}""", "expires", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","expires":"soon"}""", "expires", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","expires":""}""", "expires", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","expires":"2026-11-26T12:00Z"}""", "expires", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","expires":"2027-11-28"}""", "expires", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","expires_in":0}""", "expires_in", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","expires_in":31622401}""", "expires_in", ErrorCode.OutOfRange)]
    [InlineData("""{"camera":"gate","expires_in":1.5}""", "expires_in", ErrorCode.WrongType)]
    [InlineData("""{"camera":"gate","expires_in":60,"expires":"2026-12-01"}""", "expires", ErrorCode.WrongType)]
    public void What_is_wrong_is_named(string json, string? field, string code)
    {
        Assert.False(_reader.TryRead(JsonElement.Parse(json), Creator, out SignedLink? link, out SettingError? error));
        Assert.Null(link);
        Assert.Equal((field, code), (error.Field, error.Code));
        Assert.Contains(field ?? "object", error.Message, StringComparison.Ordinal);
    }

    private SignedLink Read(string json)
    {
        Assert.True(_reader.TryRead(JsonElement.Parse(json), Creator, out SignedLink? link, out SettingError? error), error?.Message);
        return link;
    }
}
