using Microsoft.AspNetCore.Http;
using VideoStream.Access;
using VideoStream.Transports.Authentication;
using VideoStream.Transports.Links;

namespace VideoStream.Tests.Transports.Links;

public sealed class LinkAddressTests
{
    [Theory]
    [InlineData("/link/CfDJ8_x-Y/", "", "/link/CfDJ8_x-Y", "/")]
    [InlineData("/link/abc/ws/video_feed", "", "/link/abc", "/ws/video_feed")]
    [InlineData("/link/abc/ws/video_feed", "/cam", "/cam/link/abc", "/ws/video_feed")]
    [InlineData("/link/abc/link/def/", "", "/link/abc", "/link/def/")]
    [InlineData("/link/abc", "", "", "/link/abc")]
    [InlineData("/link//", "", "", "/link//")]
    [InlineData("/link/a.b/", "", "", "/link/a.b/")]
    [InlineData("/links/abc/", "", "", "/links/abc/")]
    [InlineData("/x/link/abc/", "", "", "/x/link/abc/")]
    [InlineData("/", "", "", "/")]
    public async Task The_token_is_taken_off_the_path(string path, string pathBase, string newBase, string newPath)
    {
        var context = new DefaultHttpContext { Request = { Path = path, PathBase = pathBase } };
        bool isPassedOn = false;
        await LinkAddress.ReadAsync(context, _ =>
        {
            isPassedOn = true;
            return Task.CompletedTask;
        });
        Assert.True(isPassedOn);
        Assert.Equal((newBase, newPath), (context.Request.PathBase.Value, context.Request.Path.Value));
        Assert.Equal(newBase.Length > 0, context.Features.Get<LinkToken>() is not null);
    }

    [Fact]
    public async Task The_token_counts_before_a_key_in_the_request()
    {
        var context = new DefaultHttpContext { Request = { Path = "/link/abc/", QueryString = new QueryString("?access_token=key") } };
        context.Request.Headers.Authorization = "Bearer another";
        await LinkAddress.ReadAsync(context, _ => Task.CompletedTask);
        Assert.Equal("abc", Credential.Of(context.Request));
    }

    [Theory]
    [InlineData("abc", "abc/")]
    [InlineData("https:evil.example", null)]
    [InlineData("\\evil.example", null)]
    [InlineData("%2F%2Fevil.example", null)]
    public void A_link_without_its_last_slash_leads_to_the_one_with_it_and_nowhere_else(string token, string? location)
    {
        HttpResponse response = new DefaultHttpContext().Response;
        int? status = (LinkAddress.AddSlash(token, response) as IStatusCodeHttpResult)?.StatusCode;
        Assert.Equal((location, location is null ? 404 : 302), ((string?)response.Headers.Location, status));
    }
}
