using System.Globalization;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;

namespace VideoStream.Tests.Support;

/// <summary>A camera's web server without a network. The test supplies the answer to each request; the last one repeats.</summary>
internal sealed class HttpStub(params Func<StubAnswer>[] answers)
{
    /// <summary>The requests so far, whole.</summary>
    public List<string> Received { get; } = [];

    public int Requests => Received.Count;

    /// <summary>The connections so far.</summary>
    public List<StubConnection> Connections { get; } = [];

    /// <summary>The servers that were connected to, as the service shows them.</summary>
    public List<string> Servers { get; } = [];

    /// <summary>Why nothing can be connected; null if it can.</summary>
    public Func<HttpTarget, VideoStream.Cameras.CameraFault?> Refuse { get; set; } = _ => null;

    public static implicit operator Func<HttpTarget, CancellationToken, SourceResult<HttpConnection>>(HttpStub stub) => stub.Connect;

    /// <summary>A success. Without a length the body ends with the connection.</summary>
    public static StubAnswer Answer(string? type, Stream body, long? length = null) =>
        new(Head(200, length, type is null ? "" : $"Content-Type: {type}\r\n"), body);

    public static StubAnswer Answer(string type, byte[] body) => Answer(type, new MemoryStream(body), body.Length);

    /// <summary>An answer without a body.</summary>
    public static StubAnswer Status(int status, string headers = "") => new(Head(status, 0, headers), Stream.Null);

    /// <summary>An answer that the test writes by hand.</summary>
    public static StubAnswer Raw(string bytes) => new(bytes, Stream.Null);

    /// <summary>No answer, on an open connection.</summary>
    public static StubAnswer Silence() => new("", Stream.Null) { IsSilent = true };

    public SourceResult<HttpConnection> Connect(HttpTarget target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Refuse(target) is { } fault)
            return fault;
        var connection = new StubConnection(Next);
        Connections.Add(connection);
        Servers.Add(target.Display);
        return new HttpConnection(connection, connection.Abort);
    }

    private static string Head(int status, long? length, string headers) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Reason\r\n{headers}")
        + (length is null ? "\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n"));

    private StubAnswer Next(string request)
    {
        Received.Add(request);
        return answers[Math.Min(Received.Count, answers.Length) - 1]();
    }
}
