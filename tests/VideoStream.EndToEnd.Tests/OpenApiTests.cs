using System.Text.Json.Nodes;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers.Settings;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The description of the HTTP interface at <c>/openapi/v1.json</c>.</summary>
public sealed class OpenApiTests : IDisposable
{
    private readonly ServiceHost _service = new();

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData("/video_feed", "camera", "page", "osd", "quality", "fps", "resize", "adaptive", "codec")]
    [InlineData("/snapshot.jpg", "camera", "page", "osd", "quality", "fps", "resize", "adaptive", "codec", "stale")]
    public async Task Frames_have_their_query_parameters(string path, params string[] expected)
    {
        JsonNode[] parameters = [.. (await OperationAsync(path))["parameters"]!.AsArray().Select(parameter => parameter!)];

        Assert.Equal(expected, parameters.Select(Name));
        Assert.All(parameters, parameter => Assert.Equal("query", parameter["in"]!.GetValue<string>()));
        Assert.All(parameters, parameter => Assert.NotNull(parameter["description"]));
        Assert.All(parameters, parameter => Assert.False(parameter["required"]?.GetValue<bool>() ?? false));
    }

    [Fact]
    public async Task The_settings_are_those_of_the_table()
    {
        JsonArray parameters = (await OperationAsync("/video_feed"))["parameters"]!.AsArray();
        Assert.All(_service.Get<SettingTable>().All, setting =>
        {
            JsonNode parameter = parameters.Single(parameter => Name(parameter!) == setting.Name)!;
            Assert.Equal(setting.Description, parameter["description"]!.GetValue<string>());
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(setting.Schema), parameter["schema"]), parameter.ToJsonString());
        });
    }

    [Theory]
    [InlineData("/video_feed", "multipart/x-mixed-replace")]
    [InlineData("/snapshot.jpg", "image/jpeg")]
    public async Task Frames_and_their_errors_have_a_content_type(string path, string contentType)
    {
        JsonNode responses = (await OperationAsync(path))["responses"]!;

        Assert.Equal([contentType], ContentTypes(responses["200"]!));
        Assert.Equal(["application/problem+json"], ContentTypes(responses["400"]!));
        Assert.Equal(["application/problem+json"], ContentTypes(responses["503"]!));
    }

    [Fact]
    public async Task The_metrics_are_text()
    {
        JsonNode answer = (await OperationAsync("/metrics"))["responses"]!["200"]!;
        Assert.Equal(["text/plain", "application/openmetrics-text"], ContentTypes(answer));
    }

    [Fact]
    public async Task The_service_is_where_its_description_is()
    {
        string url = Assert.Single((await DocumentAsync())["servers"]!.AsArray())!["url"]!.GetValue<string>();
        var document = new Uri("https://example.org/cam1/openapi/v1.json");
        Assert.Equal(new Uri("https://example.org/cam1/snapshot.jpg"), new Uri(document, url + "/snapshot.jpg"));
    }

    [Theory]
    [InlineData("/video_feed")]
    [InlineData("/snapshot.jpg")]
    [InlineData("/api/v1/cameras")]
    [InlineData("/api/v1/status")]
    public async Task What_needs_a_key_says_how_to_bring_it_and_how_it_is_refused(string path)
    {
        JsonNode document = await DocumentAsync();
        string[] schemes = [.. document["components"]!["securitySchemes"]!.AsObject().Select(scheme => scheme.Key)];
        Assert.Equal(["basic", "bearer", "login", "query"], schemes.Order());
        JsonNode operation = document["paths"]![path]!["get"]!;
        Assert.Equal(schemes, operation["security"]!.AsArray().Select(requirement => Assert.Single(requirement!.AsObject()).Key));
        Assert.Equal(["application/problem+json"], ContentTypes(operation["responses"]!["401"]!));
        Assert.Equal(["application/problem+json"], ContentTypes(operation["responses"]!["403"]!));
    }

    [Fact]
    public async Task A_request_for_a_link_has_its_fields_and_its_errors()
    {
        JsonNode document = await DocumentAsync();
        JsonNode post = document["paths"]!["/api/v1/links"]!["post"]!;
        JsonNode body = post["requestBody"]!["content"]!["application/json"]!["schema"]!;
        Assert.Contains("max_quality", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("expires_in", body.ToJsonString(), StringComparison.Ordinal);
        string[] errors = [.. post["responses"]!.AsObject().Select(response => response.Key).Where(status => status[0] != '2')];
        Assert.Equal(["400", "401", "403", "409", "413", "415", "429", "500", "503"], errors.Order());
        Assert.All(errors, status => Assert.Equal(["application/problem+json"], ContentTypes(post["responses"]![status]!)));
        Assert.NotNull(document["paths"]!["/api/v1/links/{id}"]!["delete"]!["security"]);
        Assert.NotNull(document["paths"]!["/login"]!["post"]);
    }

    [Fact]
    public async Task Numbers_are_numbers()
    {
        JsonNode document = await DocumentAsync();
        JsonNode camera = document["components"]!["schemas"]!["CameraInfo"]!["properties"]!;

        Assert.Equal("integer", camera["captured"]!["type"]!.GetValue<string>());
        Assert.Equal("number", camera["encode_ms_mean"]!["type"]!.GetValue<string>());
        Assert.Equal(["null", "number"], camera["fps"]!["type"]!.AsArray().Select(type => type!.GetValue<string>()));
    }

    private static string Name(JsonNode parameter) => parameter["name"]!.GetValue<string>();

    private static IEnumerable<string> ContentTypes(JsonNode response) => response["content"]!.AsObject().Select(content => content.Key);

    private async Task<JsonNode> OperationAsync(string path) => (await DocumentAsync())["paths"]![path]!["get"]!;

    private async Task<JsonNode> DocumentAsync() =>
        JsonNode.Parse(await _service.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;
}
