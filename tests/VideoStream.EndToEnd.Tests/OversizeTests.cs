using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>
/// Requests that are larger than any good one are refused, and the service goes on. Messages are in <see cref="MessageLimitTests"/>.
/// </summary>
public sealed class OversizeTests
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";

    private static readonly Dictionary<string, (string Request, string Last, string[] Statuses)> Rows = new()
    {
        ["address"] = ("GET /snapshot.jpg?t=" + new string('a', 8200), "X: 1", ["414"]),
        ["header"] = ("GET /snapshot.jpg", "X-Long: " + new string('a', 33_000), ["431"]),
        ["headers"] = ("GET /snapshot.jpg", string.Join("\r\n", Enumerable.Range(0, 110).Select(i => $"X-{i}: 1")), ["431"]),
        ["cookie"] = ("GET /snapshot.jpg", "Cookie: videostream_login=" + new string('a', 33_000), ["431"]),
        ["key"] = ("GET /snapshot.jpg", "Authorization: Bearer " + new string('a', 10_000), ["401"]),
        ["key in the address"] = ("GET /snapshot.jpg?access_token=" + new string('a', 7_000), "X: 1", ["401"]),
        ["password"] = ("GET /snapshot.jpg", "Authorization: Basic " + new string('a', 10_000), ["401"]),
        ["login"] = ("POST /login", Body(new string('k', 5000)), ["400", "413"]),
        ["login that claims to be"] = ("POST /login", Form + "Content-Length: 2147483647\r\n\r\nkey=a", ["400", "413"]),
        ["login without an end"] =
            ("POST /login", Form + "Transfer-Encoding: chunked\r\n\r\n1400\r\n" + new string('k', 0x1400), ["400", "413"]),
        ["number of fields"] = ("POST /login", Body(string.Concat(Enumerable.Repeat("a&", 1300))), ["400"]),
        ["field name"] = ("POST /login", Body(new string('k', 3000) + "=1"), ["400"]),
        ["length below zero"] = ("POST /login", Form + "Content-Length: -1", ["400"]),
        ["length twice"] = ("POST /login", Form + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nkey=a", ["400"]),
        ["length and chunks"] = ("POST /login", Form + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", ["400"]),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_request_with_too_much_of_something_is_refused(string name)
    {
        using ServiceHost service = Keyed.Start();
        var (request, last, statuses) = Rows[name];
        string head = await RawRequest.AnswerAsync(service.Address, request, last);
        Assert.True(head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && statuses.Contains(head[9..12]), head);
        using HttpResponseMessage after = await service.Http.SendAsync(
            Keyed.Request("/api/v1/cameras", "viewer"), TestContext.Current.CancellationToken);
        after.EnsureSuccessStatusCode();
    }

    private static string Body(string body) => $"{Form}Content-Length: {body.Length}\r\n\r\n{body}";
}
