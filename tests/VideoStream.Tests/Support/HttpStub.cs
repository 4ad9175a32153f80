using System.Net;

namespace VideoStream.Tests.Support;

/// <summary>A camera's web server without a network. The test supplies the response to each request.</summary>
internal sealed class HttpStub(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private int _requests;

    public int Requests => _requests;

    public static HttpResponseMessage Answer(string? type, Stream body, long? length = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        if (type is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        response.Content.Headers.ContentLength = length;
        return response;
    }

    public static HttpResponseMessage Answer(string type, byte[] body) => Answer(type, new MemoryStream(body), body.Length);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        answers[Math.Min(_requests++, answers.Length - 1)]();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("cameras are read on a thread of their own, which blocks");
}
