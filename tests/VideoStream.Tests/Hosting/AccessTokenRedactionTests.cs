using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class AccessTokenRedactionTests
{
    [Theory]
    [InlineData("?access_token=secret", "?access_token=…")]
    [InlineData("?camera=gate&access_token=secret&fps=5", "?camera=gate&access_token=…&fps=5")]
    [InlineData("GET /?ACCESS_TOKEN=secret HTTP/1.1", "GET /?ACCESS_TOKEN=… HTTP/1.1")]
    [InlineData("?access_token=secret&access_token=other", "?access_token=…&access_token=…")]
    [InlineData("?access%5Ftoken=secret", "?access%5Ftoken=…")]
    [InlineData("?access%5ftoken=secret", "?access%5ftoken=…")]
    [InlineData("/login?key=secret", "/login?key=…")]
    [InlineData("?camera=gate&key=secret", "?camera=gate&key=…")]
    [InlineData("?monkey=1", "?monkey=1")]
    [InlineData("?camera=gate", "?camera=gate")]
    [InlineData("/link/CfDJ8secret-_x/ws/video_feed", "/link/…/ws/video_feed")]
    [InlineData("GET /sub/link/CfDJ8secret HTTP/1.1", "GET /sub/link/… HTTP/1.1")]
    [InlineData("/link/secret/video_feed?access_token=a/b", "/link/…/video_feed?access_token=…")]
    [InlineData("/api/v1/links/3f0a", "/api/v1/links/3f0a")]
    public void The_value_of_the_parameter_is_taken_out(string text, string redacted) =>
        Assert.Equal(redacted, AccessTokenRedaction.Redact(text));
}
