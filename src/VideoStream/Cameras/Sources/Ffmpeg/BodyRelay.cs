using System.Net.Sockets;
using VideoStream.Cameras.Sources.Http;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Gives ffmpeg a response that the service has open already. The request that showed what the camera is stays its only one, with the
/// service's own TLS and credentials.
/// </summary>
internal sealed class BodyRelay : IFfmpegRelay
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(1);

    private readonly OpenBody _body;
    private readonly string _display;
    private readonly TimeProvider _time;
    private readonly LoopbackServer _server;
    private Task _passing = Task.CompletedTask;
    private int _requests;
    private CameraFault? _fault;

    /// <summary>Starts to listen.</summary>
    /// <param name="body">The response. The caller closes it, after this relay.</param>
    /// <param name="display">The camera's address as faults show it.</param>
    /// <param name="time">The clock.</param>
    public BodyRelay(OpenBody body, string display, TimeProvider time)
    {
        (_body, _display, _time) = (body, display, time);
        _server = new LoopbackServer(ServeAsync);
        Url = new CameraUrl($"http://{_server.EndPoint}/");
    }

    public CameraUrl Url { get; }

    public IReadOnlyList<(string Name, string Value)> Options => [];

    public CameraFault? Fault => Volatile.Read(ref _fault);

    public void Serve(int process) => _server.Start(process);

    public void Dispose()
    {
        _server.Dispose();
        _body.Response.Abort();
        _passing.WaitAsync(EndTimeout, _time).ContinueWith(_ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
    }

    /// <summary>Serves the one request. The body can't be read a second time.</summary>
    private async Task ServeAsync(NetworkStream ffmpeg, CancellationToken cancellationToken)
    {
        if (await RelayRequest.ReadAsync(ffmpeg, cancellationToken) is null || Interlocked.Increment(ref _requests) > 1)
            return;
        // Reads from the camera block.
        _passing = Task.Factory.StartNew(
            () => PassOn(ffmpeg), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await _passing;
    }

    private void PassOn(NetworkStream ffmpeg)
    {
        string type = _body.Response.Head.ContentType is { } contentType ? $"Content-Type: {contentType}\r\n" : "";
        ffmpeg.Write(System.Text.Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{type}{ChunkedWriter.Header}Connection: close\r\n\r\n"));
        var body = new ChunkedWriter(ffmpeg);
        body.Write(_body.First);
        byte[] buffer = new byte[32 * 1024];
        int read;
        while ((read = ReadBody(buffer)) > 0)
            body.Write(buffer.AsSpan(0, read));
        if (_fault is null)
            body.End();
    }

    private int ReadBody(byte[] buffer)
    {
        try
        {
            ResponseBody body = _body.Response.Body;
            int read = body.Read(buffer);
            // ffmpeg does not get the length, because it would ask for other parts of the file.
            if (read == 0 && body is { IsDelimited: true, IsComplete: false })
                Volatile.Write(ref _fault, new CameraFault(CameraFaultKind.ConnectionLost, _display));
            return read;
        }
        catch (Exception e) when (HttpCameraClient.IsConnectionFailure(e))
        {
            Volatile.Write(ref _fault, new CameraFault(CameraFaultKind.ConnectionLost, _display));
            return 0;
        }
        catch (InvalidDataException e)
        {
            Volatile.Write(ref _fault, new CameraFault(CameraFaultKind.BrokenStream, _display, e.Message));
            return 0;
        }
    }
}
