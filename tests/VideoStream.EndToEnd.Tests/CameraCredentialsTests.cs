using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>User names and passwords of cameras open the camera.</summary>
public sealed class CameraCredentialsTests
{
    private const string User = "ana", Password = "s3cr@t:x";

    // Encoded as in a URL.
    private const string InUrl = "ana:s3cr%40t%3Ax@";

    [Theory]
    [InlineData(InUrl)]
    [InlineData("ana:s3cr@t:x@")]
    public async Task Basic_credentials_of_the_url_open_the_camera(string credentials)
    {
        string expected = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{Password}"));
        using var camera = new MjpegCamera
        {
            Refuse = request => request.Contains("Authorization: " + expected, StringComparison.OrdinalIgnoreCase)
                ? null
                : "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"cam\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        };
        using var service = new ServiceHost(("Source", camera.Network.Url(user: credentials)));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await client.LiveAsync();
    }

    [Fact]
    public async Task Digest_credentials_of_the_url_open_the_camera()
    {
        using var camera = new MjpegCamera { Refuse = RefuseDigest };
        using var service = new ServiceHost(("Source", camera.Network.Url("/video?stream=1", InUrl)));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await client.LiveAsync();
    }

    /// <summary>What cameras lock accounts for: requests without credentials, and counts that do not rise.</summary>
    [Theory]
    [InlineData("WWW-Authenticate: Digest realm=\"cam\", nonce=\"0a4f113b\", qop=\"auth\"\r\n")]
    [InlineData("WWW-Authenticate: DIGEST REALM=\"cam\", NONCE=\"0a4f113b\", QOP=\"auth\", algorithm=MD5\r\n")]
    [InlineData("WWW-Authenticate: Basic realm=\"cam\"\r\nWWW-Authenticate: Digest realm=\"cam\", nonce=\"0a4f113b\", qop=\"auth\"\r\n")]
    [InlineData("WWW-Authenticate: Negotiate, Digest realm=\"cam\", nonce=\"0a4f113b\", qop=\"auth,auth-int\", Basic realm=\"cam\"\r\n")]
    public async Task A_polled_camera_asks_for_credentials_once_and_sees_a_rising_count(string challenge)
    {
        var counts = new System.Collections.Concurrent.ConcurrentQueue<int>();
        int refused = 0;
        using var camera = new DialectCamera
        {
            Head = DialectCamera.JpegHead,
            IsPolled = true,
            MaxConnections = 1,
            Refuse = request =>
            {
                if (RefuseDigest(request) is null)
                {
                    counts.Enqueue(Convert.ToInt32(Regex.Match(request, "nc=([0-9a-f]{8})").Groups[1].Value, 16));
                    return null;
                }

                Interlocked.Increment(ref refused);
                return $"HTTP/1.1 401 Unauthorized\r\n{challenge}Content-Length: 2\r\n\r\nno";
            },
        };
        using var service = new ServiceHost(("Cameras:main:Source", camera.Url(user: InUrl)), ("Cameras:main:FrameRate", "25"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        for (int i = 0; i < 5; i++)
            await client.LiveAsync();
        Assert.Equal(1, refused);
        // The camera is still polled.
        int[] seen = [.. counts];
        Assert.Equal(Enumerable.Range(1, seen.Length), seen);
    }

    [Fact]
    public async Task A_camera_that_was_lost_gets_its_credentials_at_once()
    {
        string expected = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{Password}"));
        int refused = 0;
        using var camera = new MjpegCamera();
        camera.Refuse = request =>
        {
            if (request.Contains(expected, StringComparison.Ordinal))
                return null;
            Interlocked.Increment(ref refused);
            return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"cam\"\r\nContent-Length: 0\r\n\r\n";
        };
        using var service = new ServiceHost(("Source", camera.Network.Url(user: InUrl)));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        await client.LiveAsync();
        int before = camera.Network.Accepted;
        camera.Network.Drop();
        await client.CameraAsync("lost");
        await client.CameraAsync("live");
        Assert.Equal(1, refused);
        Assert.True(camera.Network.Accepted > before);
    }

    [Fact]
    public async Task A_camera_that_wants_what_the_service_does_not_know_is_named()
    {
        using var camera = new MjpegCamera
        {
            Refuse = _ => "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n",
        };
        using var service = new ServiceHost(("Source", camera.Network.Url(user: InUrl)));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("asks for authentication that is not supported: NTLM");
    }

    [Fact]
    public async Task A_wrong_password_is_named_as_the_reason_and_not_shown()
    {
        using var camera = new MjpegCamera { Refuse = RefuseDigest };
        using var service = new ServiceHost(("Source", camera.Network.Url(user: "ana:wr0ng@")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.False((await client.FrameAsync()).Live);
        Assert.Equal($"http://127.0.0.1:{camera.Network.Port} refuses the user name or password", await service.ReasonAsync("refuses"));
    }

    [Fact]
    public async Task A_missing_password_is_the_reason()
    {
        using var camera = new MjpegCamera { Refuse = RefuseDigest };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("asks for a user name and password");
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_to_another_host()
    {
        string? seen = null;
        using var other = new MjpegCamera
        {
            Refuse = request =>
            {
                seen = request;
                return null;
            },
        };
        using var camera = new NetworkCamera(async (stream, end) =>
        {
            await stream.ReadRequestAsync(end);
            await stream.WriteTextAsync(
                $"HTTP/1.1 302 Found\r\nLocation: http://localhost:{other.Network.Port}/else\r\nContent-Length: 0\r\n\r\n", end);
        });
        using var service = new ServiceHost(("Source", camera.Url(user: InUrl)));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await client.LiveAsync();
        Assert.StartsWith("GET /else", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", seen, StringComparison.OrdinalIgnoreCase);
    }

    [SuppressMessage("Security", "CA5351", Justification = "It is what cameras ask for.")]
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>RFC 7616 with MD5 and qop=auth, as in cameras.</summary>
    private static string? RefuseDigest(string request)
    {
        const string realm = "cam", nonce = "0a4f113b";
        string Field(string name) => Regex.Match(request, $"{name}=\"?([^\",\r]*)").Groups[1].Value;
        string path = request.Split(' ')[1];
        string response = Md5($"{Md5($"{User}:{realm}:{Password}")}:{nonce}:{Field("nc")}:{Field("cnonce")}:auth:{Md5("GET:" + path)}");
        return request.Contains("Authorization: Digest", StringComparison.OrdinalIgnoreCase) && Field("[^c]response") == response
            ? null
            : $"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"{realm}\", nonce=\"{nonce}\", qop=\"auth\", algorithm=MD5\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n";
    }
}
