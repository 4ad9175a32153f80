using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Transports;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports;

public sealed class StreamRequestReaderTests : IDisposable
{
    private static readonly AccessGrant View = new("ana", AccessScopes.View, null, null);

    private static readonly AccessGrant ForBack = View with { Cameras = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "back" } };

    private readonly ConfiguredCameras _cameras =
        new(TimeProvider.System, "Cameras:front:Source=test", "Cameras:back:Source=test", "DefaultCamera=front");

    public void Dispose() => _cameras.Dispose();

    [Theory]
    [InlineData("", "front")]
    [InlineData("camera=back", "back")]
    [InlineData("camera=BACK", "back")]
    public void The_camera_is_the_named_one_or_the_default(string query, string name) =>
        Assert.Equal(name, Read(query).Camera.Camera.Name);

    [Theory]
    [InlineData("camera=front", 1)]
    [InlineData("", 0)]
    [InlineData("camera=front&fps=many", 0)]
    public void A_camera_that_is_named_counts_the_request(string query, long requests)
    {
        _cameras.Requests.TryRead(Query(query), AccessGrant.Open, out _, out _);
        Assert.Equal(requests, _cameras.Cameras.TryFind("front", out Camera? camera) ? camera.RequestsByName : -1);
    }

    [Fact]
    public void Settings_are_the_defaults_with_what_the_query_names()
    {
        ViewerSettings defaults = ViewerSettings.Defaults(_cameras.Options.Value);
        Assert.Equal(defaults, Read("").Settings);
        Assert.Equal(
            defaults with
            {
                Osd = true,
                Encoding = VariantEncoding.Jpeg(60),
                Fps = 12.5,
                MaxSize = new PictureSize(320, 240),
                Adaptive = false,
            },
            Read("osd=true&quality=60&fps=12.5&resize=320x240&adaptive=false").Settings);
        Assert.Equal(defaults with { Encoding = VariantEncoding.Passthrough(80) }, Read("quality=source").Settings);
    }

    [Fact]
    public void Unknown_parameters_are_ignored() =>
        Assert.Equal(ViewerSettings.Defaults(_cameras.Options.Value), Read("nocache=17&paused=true").Settings);

    [Fact]
    public void An_unknown_camera_is_an_error_that_names_the_known_ones()
    {
        SettingError error = Error("camera=nowhere");
        Assert.Equal((ErrorCode.UnknownCamera, "camera"), (error.Code, error.Field));
        Assert.Equal("there is no camera 'nowhere'; there is back, front", error.Message);
    }

    [Fact]
    public void A_long_name_is_not_repeated_whole()
    {
        string message = Error("camera=" + new string('x', 7000)).Message;
        Assert.StartsWith("there is no camera 'xxx", message, StringComparison.Ordinal);
        Assert.EndsWith("…'; there is back, front", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 150);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("page=0123abcd", "0123abcd")]
    [InlineData("page=AZaz09_-", "AZaz09_-")]
    public void The_page_is_the_named_one_or_none(string query, string? page) => Assert.Equal(page, Read(query).Page);

    [Fact]
    public void A_pages_name_may_have_64_characters()
    {
        string page = new('x', 64);
        Assert.Equal(page, Read("page=" + page).Page);
    }

    [Theory]
    [InlineData("page=")]
    [InlineData("page=1234567")]
    [InlineData("page=12345678%0A")]
    [InlineData("page=1234%205678")]
    [InlineData("page=12345678&page=12345678")]
    [InlineData("page=%C3%A912345678")]
    [InlineData("page=x0123456789012345678901234567890123456789012345678901234567890123x")]
    public void A_bad_name_of_a_page_is_an_error(string query)
    {
        SettingError error = Error(query);
        Assert.Equal((ErrorCode.WrongType, "page"), (error.Code, error.Field));
        Assert.Equal("page must be 8 to 64 letters, digits, '-' and '_'", error.Message);
    }

    [Fact]
    public void Fps_may_be_below_one() => Assert.Equal(0.05, Read("fps=0.05").Settings.Fps);

    [Theory]
    [InlineData("fps=0.04", "fps", "out_of_range")]
    [InlineData("quality=", "quality", "wrong_type")]
    [InlineData("quality=abc", "quality", "wrong_type")]
    [InlineData("quality=60.5", "quality", "wrong_type")]
    [InlineData("quality=60&quality=70", "quality", "wrong_type")]
    [InlineData("quality=0", "quality", "out_of_range")]
    [InlineData("fps=NaN", "fps", "wrong_type")]
    [InlineData("fps=1e308", "fps", "out_of_range")]
    [InlineData("osd=yes", "osd", "wrong_type")]
    [InlineData("adaptive={}", "adaptive", "wrong_type")]
    [InlineData("resize=640", "resize", "wrong_type")]
    [InlineData("resize=99999x1", "resize", "out_of_range")]
    public void A_bad_value_is_an_error_that_names_the_parameter(string query, string parameter, string code)
    {
        SettingError error = Error(query);
        Assert.Equal((code, parameter), (error.Code, error.Field));
    }

    [Theory]
    [InlineData("", "back")]
    [InlineData("camera=BACK", "back")]
    public void A_key_for_one_camera_gets_that_one(string query, string name)
    {
        StreamRequest request = Read(query, ForBack);
        Assert.Equal(name, request.Camera.Camera.Name);
        Assert.Same(ForBack, request.Grant);
    }

    [Theory]
    [InlineData("front")]
    [InlineData("nowhere")]
    public void A_key_for_one_camera_does_not_learn_which_others_there_are(string name)
    {
        SettingError error = Error("camera=" + name, ForBack);
        Assert.Equal(("forbidden", "camera"), (error.Code, error.Field));
        Assert.Equal($"the key ana may not watch the camera '{name}'", error.Message);
    }

    [Fact]
    public void A_key_for_no_camera_that_there_is_gets_none() =>
        Assert.Equal("forbidden", Error("", ForBack with { Cameras = new HashSet<string> { "gone" } }).Code);

    [Theory]
    [InlineData("quality=60", "quality")]
    [InlineData("quality=source", "quality")]
    [InlineData("osd=true", "osd")]
    [InlineData("adaptive=false", "adaptive")]
    [InlineData("fps=31", "fps")]
    [InlineData("fps=10&resize=320x240&osd=true", "osd")]
    public void What_needs_control_is_forbidden_without_it(string query, string parameter)
    {
        SettingError error = Error(query, View);
        Assert.Equal(("forbidden", parameter), (error.Code, error.Field));
        Assert.Equal($"{parameter} needs a key with the scope control", error.Message);
        Read(query, View with { Scopes = AccessScopes.Control });
        Read(query, View with { Scopes = AccessScopes.Admin });
    }

    [Theory]
    [InlineData("")]
    [InlineData("fps=30")]
    [InlineData("fps=0.5&resize=320x240")]
    [InlineData("resize=false")]
    [InlineData("quality=80&osd=false&adaptive=true")]
    public void What_is_the_default_or_less_needs_no_control(string query) => Read(query, View);

    [Theory]
    [InlineData("abc", JsonValueKind.String)]
    [InlineData("", JsonValueKind.String)]
    [InlineData("true", JsonValueKind.True)]
    [InlineData("false", JsonValueKind.False)]
    [InlineData("True", JsonValueKind.String)]
    [InlineData("null", JsonValueKind.String)]
    [InlineData("60", JsonValueKind.Number)]
    [InlineData("1e308", JsonValueKind.Number)]
    [InlineData("1e999", JsonValueKind.Number)]
    [InlineData("640x360", JsonValueKind.String)]
    [InlineData("NaN", JsonValueKind.String)]
    [InlineData("{}", JsonValueKind.String)]
    [InlineData("[1]", JsonValueKind.String)]
    [InlineData("\"60\"", JsonValueKind.String)]
    [InlineData("60,70", JsonValueKind.String)]
    [InlineData("\0", JsonValueKind.String)]
    public void ToJson_is_a_number_or_a_truth_value_or_else_a_string(string text, JsonValueKind kind)
    {
        JsonElement value = StreamRequestReader.ToJson(text);
        Assert.Equal(kind, value.ValueKind);
        if (kind == JsonValueKind.String)
            Assert.Equal(text, value.GetString());
    }

    private static QueryCollection Query(string query) => new(QueryHelpers.ParseQuery(query));

    private StreamRequest Read(string query, AccessGrant? grant = null)
    {
        grant ??= AccessGrant.Open;
        Assert.True(_cameras.Requests.TryRead(Query(query), grant, out StreamRequest? request, out SettingError? error), error?.Message);
        return request;
    }

    private SettingError Error(string query, AccessGrant? grant = null)
    {
        grant ??= AccessGrant.Open;
        Assert.False(_cameras.Requests.TryRead(Query(query), grant, out StreamRequest? request, out SettingError? error));
        Assert.Null(request);
        return error;
    }
}
