using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>When credentials are sent, to whom, and what is said of those that are refused.</summary>
public sealed class HttpCameraCredentialsTests
{
    private const string Basic = "WWW-Authenticate: Basic realm=\"cam\"\r\n";

    // "ana:s3cret" in Base64.
    private const string AnaBasic = "Authorization: Basic YW5hOnMzY3JldA==";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

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
        static StubAnswer Challenge() => HttpStub.Status(401, Basic);
        var stub = new HttpStub(Challenge, () => HttpStub.Answer("image/jpeg", []), Challenge);
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
            stub.Received.Select(request => $"{Field(request, "nonce=\"")} {Field(request, "nc=")}".Trim()));
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
    [InlineData(
        "", "http://camera asks for authentication that is not supported: unnamed (supported: Basic, and Digest with MD5 or SHA-256)")]
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

    [Fact]
    public void A_server_that_a_redirect_leads_to_and_that_asks_for_credentials_is_named()
    {
        var stub = new HttpStub(() => HttpStub.Status(302, "Location: https://camera/\r\n"), () => HttpStub.Status(401, Basic));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera/");
        Assert.Equal("https://camera asks for a user name and password", client.EnsureResponse(Cancelled).Fault?.Text);
    }

    private static HttpCameraClient Client(HttpStub stub, string url) => new(new CameraUrl(url), stub, new ObservedTime());

    private static string Field(string request, string name) =>
        request.IndexOf(" " + name, StringComparison.Ordinal) is >= 0 and int at
            ? request[(at + name.Length + 1)..].Split('"', ',')[0]
            : "";
}
