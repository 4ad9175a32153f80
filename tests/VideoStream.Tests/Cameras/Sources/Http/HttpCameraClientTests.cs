using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class HttpCameraClientTests
{
    private const string Basic = "WWW-Authenticate: Basic realm=\"cam\"\r\n";

    private const string LeadsOut = "answers 302, a redirect that leads out of HTTP, or from https to http";

    // "ana:s3cret" in Base64.
    private const string AnaBasic = "Authorization: Basic YW5hOnMzY3JldA==";

    private readonly ObservedTime _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_that_accepts_and_does_not_answer_is_mute_after_the_time_limit()
    {
        using HttpCameraClient client = Client(new HttpStub(HttpStub.Silence));
        Task<SourceResult> opening = OwnThread.Run(() => client.EnsureResponse(Cancelled));
        Assert.Equal(HttpCameraClient.ResponseTimeout, await _time.NextWaitAsync());
        _time.Advance(HttpCameraClient.ResponseTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(opening.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new CameraFault(CameraFaultKind.Mute, "http://camera"), (await Limit.Within(opening)).Fault);
    }

    [Fact]
    public async Task A_camera_that_is_not_connected_in_time_never_takes_connections()
    {
        using var client = new HttpCameraClient(new CameraUrl("http://camera/video"), Unconnected, _time);
        Task<SourceResult> opening = OwnThread.Run(() => client.EnsureResponse(Cancelled));
        _time.Advance(await _time.NextWaitAsync());
        Assert.Equal("no answer from http://camera", (await Limit.Within(opening)).Fault?.Text);

        static SourceResult<HttpConnection> Unconnected(HttpTarget target, CancellationToken cancellationToken)
        {
            Assert.True(cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)), "the connect was never cancelled");
            throw new OperationCanceledException(cancellationToken);
        }
    }

    [Fact]
    public async Task A_request_that_is_cancelled_throws()
    {
        using HttpCameraClient client = Client(new HttpStub(HttpStub.Silence));
        using var cancel = new CancellationTokenSource();
        Task<SourceResult> opening = OwnThread.Run(() => client.EnsureResponse(cancel.Token));
        await _time.NextWaitAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(opening));
    }

    [Fact]
    public void The_time_limit_ends_with_the_header()
    {
        using HttpCameraClient client = Client(new HttpStub(() => HttpStub.Answer("image/jpeg", [1, 2, 3])));
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        _time.Advance(HttpCameraClient.ResponseTimeout * 2);
        Assert.Equal(1, client.Response?.Body.ReadByte());
    }

    [Fact]
    public async Task Cancelling_closes_the_response_that_is_read()
    {
        using HttpCameraClient client = Client(new HttpStub(() => HttpStub.Answer("image/jpeg", [1, 2, 3])));
        using var cancel = new CancellationTokenSource();
        Assert.True(client.EnsureResponse(cancel.Token).IsOk);
        Stream body = client.Response!.Body;
        await cancel.CancelAsync();
        byte[] buffer = new byte[10];
        Assert.Throws<ObjectDisposedException>(() =>
        {
            while (body.Read(buffer) > 0)
            {
            }
        });
    }

    [Fact]
    public void A_request_is_sent_only_if_there_is_no_response()
    {
        var stub = new HttpStub(() => HttpStub.Answer("image/jpeg", []), () => HttpStub.Status(403));
        using HttpCameraClient client = Client(stub);
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.Equal(1, stub.Requests);
        client.EndResponse();
        Assert.Equal(CameraFaultKind.Forbidden, client.EnsureResponse(Cancelled).Fault?.Kind);
    }

    [Fact]
    public void A_request_has_what_browsers_send()
    {
        var stub = new HttpStub(() => HttpStub.Answer("image/jpeg", []));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera:8080/a b?c=d#e");
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.Equal(
            "GET /a%20b?c=d HTTP/1.1\r\nHost: camera:8080\r\nUser-Agent: VideoStream\r\nAccept: */*\r\n\r\n", Assert.Single(stub.Received));
    }

    [Fact]
    public void Basic_credentials_are_sent_at_once_after_the_first_challenge()
    {
        var stub = new HttpStub(() => HttpStub.Status(401, Basic), () => HttpStub.Answer("image/jpeg", []));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        for (int i = 0; i < 3; i++)
        {
            Assert.True(client.EnsureResponse(Cancelled).IsOk);
            client.EndResponse();
        }

        Assert.Equal(4, stub.Requests);
        Assert.DoesNotContain("Authorization", stub.Received[0], StringComparison.Ordinal);
        Assert.All(stub.Received[1..], request => Assert.Contains(AnaBasic, request, StringComparison.Ordinal));
        Assert.Single(stub.Connections);
    }

    [Fact]
    public void Wrong_credentials_are_tried_once()
    {
        var stub = new HttpStub(() => HttpStub.Status(401, Basic));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        Assert.Equal(CameraFaultKind.CredentialsRefused, client.EnsureResponse(Cancelled).Fault?.Kind);
        Assert.Equal(2, stub.Requests);
    }

    [Fact]
    public void Credentials_that_are_not_valid_any_more_are_not_tried_a_second_time()
    {
        var stub = new HttpStub(() => HttpStub.Status(401, Basic), () => HttpStub.Answer("image/jpeg", []), () => HttpStub.Status(401, Basic));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        client.EndResponse();
        Assert.Equal(CameraFaultKind.CredentialsRefused, client.EnsureResponse(Cancelled).Fault?.Kind);
        Assert.Equal(3, stub.Requests);
    }

    [Fact]
    public void A_nonce_is_used_again_with_a_rising_count_and_replaced_when_it_is_too_old()
    {
        static StubAnswer Challenge(string nonce) =>
            HttpStub.Status(401, $"WWW-Authenticate: Digest realm=\"cam\", qop=\"auth\", nonce=\"{nonce}\", stale=true\r\n");
        static StubAnswer Good() => HttpStub.Answer("image/jpeg", []);
        var stub = new HttpStub(() => Challenge("one"), Good, Good, () => Challenge("two"), Good);
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        for (int i = 0; i < 3; i++)
        {
            Assert.True(client.EnsureResponse(Cancelled).IsOk);
            client.EndResponse();
        }

        Assert.Equal(
            ["", "one 00000001", "one 00000002", "one 00000003", "two 00000001"],
            stub.Received.Select(request => string.Join(' ', ((string[])[Field(request, "nonce=\""), Field(request, "nc=")]).Where(f => f.Length > 0))));
    }

    [Fact]
    public void Nonces_that_are_always_too_old_end()
    {
        var stub = new HttpStub(() => HttpStub.Status(401, "WWW-Authenticate: Digest realm=\"cam\", nonce=\"1\", stale=true\r\n"));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        Assert.Equal(CameraFaultKind.CredentialsRefused, client.EnsureResponse(Cancelled).Fault?.Kind);
        Assert.Equal(3, stub.Requests);
    }

    [Theory]
    [InlineData("", "http://camera asks for authentication that is not supported: unnamed (supported: Basic, and Digest with MD5 or SHA-256)")]
    [InlineData(
        "WWW-Authenticate: Negotiate, NTLM\r\n",
        "http://camera asks for authentication that is not supported: Negotiate, NTLM (supported: Basic, and Digest with MD5 or SHA-256)")]
    [InlineData(
        "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", algorithm=SHA-512-256\r\n",
        "http://camera asks for authentication that is not supported: Digest with SHA-512-256"
            + " (supported: Basic, and Digest with MD5 or SHA-256)")]
    public void Authentication_that_is_not_known_is_named(string header, string reason)
    {
        var stub = new HttpStub(() => HttpStub.Status(401, header));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        Assert.Equal(reason, client.EnsureResponse(Cancelled).Fault?.Text);
        Assert.Equal(1, stub.Requests);
    }

    [Theory]
    [InlineData("/else", "http://camera", true)]
    [InlineData("http://camera/else", "http://camera", true)]
    [InlineData("http://camera:81/else", "http://camera:81", false)]
    [InlineData("//other/else", "http://other", false)]
    [InlineData("https://camera/else", "https://camera", false)]
    public void Redirects_are_followed_and_only_the_same_server_gets_the_credentials(string location, string server, bool isSame)
    {
        var stub = new HttpStub(
            () => HttpStub.Status(401, Basic),
            () => HttpStub.Status(302, $"Location: {location}\r\n"),
            () => HttpStub.Answer("image/jpeg", []));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.StartsWith("GET /else ", stub.Received[2], StringComparison.Ordinal);
        Assert.Equal(isSame, stub.Received[2].Contains(AnaBasic, StringComparison.Ordinal));
        Assert.Equal(server, stub.Servers[^1]);
    }

    [Theory]
    [InlineData("rtsp://camera/else")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://[")]
    public void A_redirect_that_leads_out_of_HTTP_is_the_fault(string location)
    {
        using HttpCameraClient client = Client(new HttpStub(() => HttpStub.Status(302, $"Location: {location}\r\n")));
        Assert.Equal($"http://camera {LeadsOut}", client.EnsureResponse(Cancelled).Fault?.Text);
    }

    [Fact]
    public void A_redirect_out_of_encryption_is_the_fault()
    {
        using HttpCameraClient client = Client(new HttpStub(() => HttpStub.Status(302, "Location: http://camera/else\r\n")), "https://camera/");
        Assert.Equal($"https://camera {LeadsOut}", client.EnsureResponse(Cancelled).Fault?.Text);
    }

    [Fact]
    public void Redirects_without_an_end_end()
    {
        var stub = new HttpStub(() => HttpStub.Status(302, "Location: /else\r\n"));
        using HttpCameraClient client = Client(stub);
        Assert.Equal("http://camera answers 302, a redirect that leads on after 5 redirects", client.EnsureResponse(Cancelled).Fault?.Text);
        Assert.Equal(6, stub.Requests);
    }

    [Fact]
    public void A_server_that_a_redirect_leads_to_and_that_asks_for_credentials_is_named()
    {
        var stub = new HttpStub(() => HttpStub.Status(302, "Location: https://camera/\r\n"), () => HttpStub.Status(401, Basic));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        Assert.Equal("https://camera asks for a user name and password", client.EnsureResponse(Cancelled).Fault?.Text);
    }

    private static string Field(string request, string name) =>
        request.IndexOf(" " + name, StringComparison.Ordinal) is >= 0 and int at ? request[(at + name.Length + 1)..].Split('"', ',')[0] : "";

    private HttpCameraClient Client(HttpStub stub, string url = "http://camera/video") => new(new CameraUrl(url), stub, _time);
}
