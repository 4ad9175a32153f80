using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using VideoStream.Transports;

namespace VideoStream.Tests.Transports;

public sealed class ReadableProblemTests
{
    private const string Chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    [Theory]
    [InlineData(Chromium, "text/html; charset=utf-8")]
    [InlineData("application/problem+json", "application/problem+json")]
    [InlineData("image/avif,image/webp,*/*;q=0.8", "application/problem+json")]
    [InlineData("*/*", "application/problem+json")]
    [InlineData(null, "application/problem+json")]
    public async Task ExecuteAsync_OnlyAPersonsBrowser_GetsAPage(string? accept, string contentType)
    {
        var (context, _) = await ExecuteAsync("camera is closed", accept);
        Assert.Equal(418, context.Response.StatusCode);
        Assert.Equal(contentType, context.Response.ContentType);
    }

    [Fact]
    public async Task ExecuteAsync_Page_HasTheWordsAndNoMarkupOfTheClient()
    {
        var (_, body) = await ExecuteAsync("<script>alert(1)</script>", Chromium);
        Assert.Contains("<h1>Teapot</h1>", body, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", body, StringComparison.Ordinal);
    }

    private static async Task<(HttpContext Context, string Body)> ExecuteAsync(string detail, string? accept)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
            Response = { Body = body },
            Request = { Headers = { Accept = accept } },
        };
        await new ReadableProblem(TypedResults.Problem(detail, statusCode: 418, title: "Teapot")).ExecuteAsync(context);
        return (context, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
