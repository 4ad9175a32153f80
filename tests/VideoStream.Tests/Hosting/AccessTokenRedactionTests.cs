using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class AccessTokenRedactionTests
{
    [Theory]
    [InlineData("?access_token=secret", "?access_token=…")]
    [InlineData("?camera=gate&access_token=secret&fps=5", "?camera=gate&access_token=…&fps=5")]
    [InlineData("GET /?ACCESS_TOKEN=secret HTTP/1.1", "GET /?ACCESS_TOKEN=… HTTP/1.1")]
    [InlineData("?access_token=secret&access_token=other", "?access_token=…&access_token=…")]
    [InlineData("?camera=gate", "?camera=gate")]
    public void The_value_of_the_parameter_is_taken_out(string text, string redacted) =>
        Assert.Equal(redacted, AccessTokenRedaction.Redact(text));
}
