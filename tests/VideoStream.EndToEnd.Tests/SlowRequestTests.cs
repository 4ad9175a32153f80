using System.Net;
using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Transports.Connections;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Clients that send their requests byte by byte (slow loris), or too much of them.</summary>
public sealed class SlowRequestTests : IDisposable
{
    private const int Clients = 20;

    private static readonly string LoginHead =
        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\n";

    private readonly ServiceHost _service = Keyed.Start(
        ("Limits:RequestHeadersTimeout", "1"),
        ("Limits:RequestBodyTimeout", "1"),
        ("Limits:IdleTimeout", "1"),
        ("Limits:MaxHeaderBytes", "4096"),
        ("Limits:MaxBodyBytes", "8192"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _service.Dispose();

    /// <summary>Half of them send headers without end, the others a login that never ends. All are cut, and nobody else notices.</summary>
    [Fact]
    public async Task Requests_without_end_are_cut_and_others_are_answered_meanwhile()
    {
        using var sockets = new Sockets();
        var answers = new List<Task<string>>();
        for (int i = 0; i < Clients; i++)
        {
            Socket socket = await sockets.ConnectAsync(_service.Address);
            bool isBody = i % 2 == 0;
            answers.Add(DripAsync(socket, isBody ? LoginHead + "key=" : "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\nX: ", isBody));
        }

        Assert.Equal(HttpStatusCode.OK, (await _service.Http.GetAsync("/healthz/live", Cancelled)).StatusCode);
        string[] answered = await Task.WhenAll(answers).WaitAsync(TestClient.Timeout + TestClient.Timeout, Cancelled);
        // Their bodies would have been whole after five seconds, and a wrong key.
        Assert.DoesNotContain(answered, answer => answer.Contains("401", StringComparison.Ordinal));
        // Only the one of the test's own requests may be left.
        await Eventually.HoldsAsync(() => _service.Get<ConnectionBudget>().Open <= 1, "no connection is left");
    }

    [Theory]
    [InlineData("GET", "/healthz/live", 5000, 0, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    [InlineData("POST", "/login", 0, 4097, HttpStatusCode.BadRequest)]
    [InlineData("POST", "/login", 0, 4096, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/healthz/live", 3000, 0, HttpStatusCode.OK)]
    public async Task A_request_that_is_too_large_is_refused(string method, string path, int header, int body, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-Padding", new string('x', header));
        if (body > 0)
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("key", new string('x', body - "key=".Length))]);
        using HttpResponseMessage response = await _service.Http.SendAsync(request, Cancelled);
        Assert.Equal(status, response.StatusCode);
    }

    /// <summary>Sends the beginning of a request, then a byte at a time, until the service closes the connection.</summary>
    /// <returns>What the service answered.</returns>
    private static async Task<string> DripAsync(Socket socket, string begin, bool sendsMore)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        timeout.CancelAfter(TestClient.Timeout);
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(begin), timeout.Token);
        Task<string> answer = ReadAsync(socket, timeout.Token);
        try
        {
            while (!answer.IsCompleted)
            {
                await Task.WhenAny(answer, Task.Delay(20, timeout.Token));
                // Enough for the server's own minimum rate of a body.
                await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(new string('x', sendsMore ? 16 : 1)), timeout.Token);
            }
        }
        catch (SocketException)
        {
            // It is closed.
        }

        return await answer;
    }

    private static async Task<string> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        string text = "";
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var length)
                text += System.Text.Encoding.ASCII.GetString(buffer, 0, length);
        }
        catch (SocketException)
        {
            // It was cut.
        }

        return text;
    }
}
