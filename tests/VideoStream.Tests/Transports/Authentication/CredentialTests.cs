using Microsoft.AspNetCore.Http;
using VideoStream.Transports.Authentication;

namespace VideoStream.Tests.Transports.Authentication;

public sealed class CredentialTests
{
    [Theory]
    [InlineData("Bearer secret", "secret")]
    [InlineData("bearer secret", "secret")]
    [InlineData("Bearer  secret", "secret")]
    [InlineData("Bearer", null)]
    [InlineData("Bearer ", null)]
    [InlineData("secret", null)]
    [InlineData("Digest secret", null)]
    [InlineData("", null)]
    [InlineData("Basic !!!", null)]
    [InlineData("Basic", null)]
    public void A_header_has_a_scheme_and_the_key(string header, string? key) => Assert.Equal(key, Of(header, ""));

    [Theory]
    [InlineData("ana:secret", "secret")]
    [InlineData(":secret", "secret")]
    [InlineData("ana:with:colons", "with:colons")]
    [InlineData("ana:schlüssel", "schlüssel")]
    [InlineData("ana:", null)]
    [InlineData("ana", null)]
    [InlineData("", null)]
    public void The_password_of_Basic_is_the_key(string both, string? key) =>
        Assert.Equal(key, Of("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(both)), ""));

    [Theory]
    [InlineData("?access_token=secret", "secret")]
    [InlineData("?camera=gate&access_token=a%2Bb", "a+b")]
    [InlineData("?access_token=", null)]
    [InlineData("?token=secret", null)]
    public void The_query_has_it_for_clients_that_send_no_headers(string query, string? key) => Assert.Equal(key, Of(null, query));

    [Fact]
    public void The_header_comes_first()
    {
        Assert.Equal("header", Of("Bearer header", "?access_token=query"));
        Assert.Equal("query", Of("Digest header", "?access_token=query"));
    }

    private static string? Of(string? header, string query)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        if (header is not null)
            request.Headers.Authorization = header;
        request.QueryString = new QueryString(query);
        return Credential.Of(request);
    }
}
