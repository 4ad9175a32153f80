using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>How the files of the page are sent.</summary>
public sealed class PageFileTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/js/video-stream-client.js")]
    public async Task A_file_is_asked_for_again_each_time_and_not_sent_again(string path)
    {
        using var service = new ServiceHost();
        using HttpResponseMessage first = await GetAsync(service, path);
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        string tag = first.Headers.ETag!.ToString();
        using HttpResponseMessage second = await GetAsync(service, path, ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, tag), (second.StatusCode, second.Headers.ETag!.ToString()));
        Assert.Equal("no-cache", second.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("index.html", "text/html")]
    [InlineData("module.js", "text/javascript")]
    [InlineData("module.mjs", "text/javascript")]
    [InlineData("types.d.ts", "text/plain")]
    [InlineData("style.css", "text/css")]
    [InlineData("icon.svg", "image/svg+xml")]
    [InlineData("package.json", "application/json")]
    [InlineData("app.webmanifest", "application/manifest+json")]
    public async Task A_file_of_text_has_its_type_and_is_compressed(string name, string type)
    {
        string text = string.Concat(Enumerable.Repeat("The same words again and again. ", 200));
        using var service = new ServiceHost();
        DirectoryInfo folder = Directory.CreateDirectory(
            Path.Combine(service.Get<IWebHostEnvironment>().WebRootPath, $"test-{Guid.NewGuid():N}"));
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text, Cancelled);
            foreach (string encoding in (string[])["br", "gzip"])
                await AssertCompressedAsync(service, $"/{folder.Name}/{name}", encoding, type, text);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("/snapshot.jpg")]
    [InlineData("/video_feed")]
    [InlineData("/api/v1/status")]
    public async Task Frames_and_the_status_are_not_compressed(string path)
    {
        using var service = new ServiceHost();
        using HttpResponseMessage response = await GetAsync(service, path, ("Accept-Encoding", "br, gzip"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    private static async Task AssertCompressedAsync(ServiceHost service, string path, string encoding, string type, string text)
    {
        using HttpResponseMessage response = await GetAsync(service, path, ("Accept-Encoding", encoding));
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        byte[] body = await response.Content.ReadAsByteArrayAsync(Cancelled);
        Assert.InRange(body.Length, 1, text.Length / 10);
        Assert.Equal(text, Decompress(body, encoding));
    }

    private static string Decompress(byte[] body, string encoding)
    {
        using var compressed = new MemoryStream(body);
        using Stream stream = encoding == "br"
            ? new BrotliStream(compressed, CompressionMode.Decompress)
            : new GZipStream(compressed, CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static async Task<HttpResponseMessage> GetAsync(ServiceHost service, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }
}
