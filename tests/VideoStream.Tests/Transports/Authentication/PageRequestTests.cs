using Microsoft.AspNetCore.Http;
using VideoStream.Transports.Authentication;

namespace VideoStream.Tests.Transports.Authentication;

/// <summary>Headers as browsers and programs send them.</summary>
public sealed class PageRequestTests
{
    [Theory]
    [InlineData("Origin", "https://portal.example")]
    [InlineData("Referer", "http://192.168.1.5:8000/?camera=gate")]
    [InlineData("Sec-Fetch-Mode", "cors")]
    [InlineData("Sec-Fetch-Mode", "no-cors")]
    public void What_a_page_fetches(string name, string value) => Assert.True(IsFetch((name, value)));

    [Theory]
    [InlineData("User-Agent", "curl/8")]
    [InlineData("Accept", "text/html")]
    [InlineData("Sec-Fetch-Mode", "navigate")]
    public void What_a_person_opens_or_a_program_asks_for(string name, string value) => Assert.False(IsFetch((name, value)));

    [Fact]
    public void A_link_of_the_page_that_a_person_follows() =>
        Assert.False(IsFetch(("Referer", "http://localhost:8000/"), ("Sec-Fetch-Mode", "navigate")));

    private static bool IsFetch(params (string Name, string Value)[] headers)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        foreach (var (name, value) in headers)
            request.Headers[name] = value;
        return PageRequest.IsFetch(request);
    }
}
