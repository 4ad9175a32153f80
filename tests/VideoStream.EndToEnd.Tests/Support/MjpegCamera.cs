using System.Collections.Concurrent;
using System.Net.Sockets;
using OpenCvSharp;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A camera that sends MJPEG over HTTP. Its frames are noise, so all are different, unless one is given.</summary>
internal sealed class MjpegCamera : IDisposable
{
    private readonly ConcurrentBag<byte[]> _sent = [];
    private readonly SemaphoreSlim _flowing = new(1);

    public MjpegCamera()
    {
        Network = new NetworkCamera(ServeAsync);
    }

    public NetworkCamera Network { get; }

    public Size Size { get; set; } = new(160, 120);

    public double Rate { get; set; } = 25;

    /// <summary>JPEG of every frame; null for a new one each time.</summary>
    public byte[]? Still { get; set; }

    /// <summary>Head of the response.</summary>
    public string Head { get; set; } = "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n";

    /// <summary>Makes the bytes of a part from a JPEG, including the head.</summary>
    public Func<byte[], byte[]> Part { get; set; } = WithLength;

    /// <summary>Returns an answer that refuses the request; null to accept it.</summary>
    public Func<string, string?> Refuse { get; set; } = _ => null;

    /// <summary>Whether it has sent a frame with these bytes.</summary>
    public bool HasSent(byte[] jpeg) => _sent.Any(sent => sent.AsSpan().SequenceEqual(jpeg));

    /// <summary>Stops sending, with open connections.</summary>
    public void Stall() => _flowing.Wait();

    /// <summary>Continues to send.</summary>
    public void Resume() => _flowing.Release();

    public static byte[] WithLength(byte[] jpeg) =>
    [
        .. "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: "u8, .. System.Text.Encoding.ASCII.GetBytes($"{jpeg.Length}\r\n\r\n"),
        .. jpeg, .. "\r\n"u8,
    ];

    /// <summary>A frame of noise.</summary>
    public static byte[] Noise(Size size)
    {
        using var frame = new Mat(size, MatType.CV_8UC3);
        Cv2.Randu(frame, Scalar.All(0), Scalar.All(255));
        Cv2.ImEncode(".jpg", frame, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 60));
        return jpeg;
    }

    /// <summary>
    /// A progressive frame whose last scan is repeated. Each has a few bytes, and a decoder goes over the whole frame for it.
    /// </summary>
    public static byte[] OfScans(Size size, int scans)
    {
        using var frame = new Mat(size, MatType.CV_8UC3, Scalar.All(90));
        Cv2.ImEncode(".jpg", frame, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegProgressive, 1));
        int last = jpeg.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return [.. jpeg[..last], .. Enumerable.Repeat(jpeg[last..^2], scans).SelectMany(scan => scan), 0xFF, 0xD9];
    }

    /// <summary>A JPEG of sound structure whose quantization tables are comments. No decoder can show it.</summary>
    public static byte[] Undecodable(Size size)
    {
        byte[] jpeg = Noise(size);
        for (int at; (at = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB])) >= 0;)
            jpeg[at + 1] = 0xFE;
        return jpeg;
    }

    /// <summary>The same frame with Exif data of an orientation.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    public void Dispose() => Network.Dispose();

    private async Task ServeAsync(NetworkStream stream, CancellationToken end)
    {
        string request = await stream.ReadRequestAsync(end);
        if (Refuse(request) is { } refusal)
        {
            await stream.WriteTextAsync(refusal, end);
            return;
        }

        await stream.WriteTextAsync(Head, end);
        while (true)
        {
            await _flowing.WaitAsync(end);
            _flowing.Release();
            byte[] jpeg = Still ?? Noise(Size);
            _sent.Add(jpeg);
            await stream.WriteAsync(Part(jpeg), end);
            await Task.Delay(TimeSpan.FromSeconds(1 / Rate), end);
        }
    }
}
