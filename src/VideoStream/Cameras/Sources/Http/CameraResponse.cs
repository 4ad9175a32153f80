namespace VideoStream.Cameras.Sources.Http;

/// <summary>A camera's response whose body is being read.</summary>
internal sealed class CameraResponse
{
    private const int NoContent = 204;

    private readonly HttpConnection _connection;

    public CameraResponse(HttpConnection connection, ResponseHead head)
    {
        (_connection, Head) = (connection, head);
        Body = head.IsChunked
            ? new ChunkedBody(connection.Received)
            : new PlainBody(connection.Received, head.Status == NoContent ? 0 : head.ContentLength);
    }

    public ResponseHead Head { get; }

    public int Status => Head.Status;

    public ResponseBody Body { get; }

    /// <summary>Whether another request may follow on the connection, after the rest of the body.</summary>
    public bool IsKeptAlive => Head.IsKeptAlive && Body.IsDelimited;

    /// <summary>Closes the connection from any thread. A read that blocks ends with an exception.</summary>
    public void Abort() => _connection.Abort();
}
