using System.Buffers.Binary;
using Microsoft.Extensions.Logging.Abstractions;
using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Adaptation;

/// <summary>
/// A camera of 30 frames a second and the service's own variants of it, on one thread. The test's clock says when a frame is captured and
/// when it is encoded.
/// </summary>
internal sealed class SimulatedCamera : ICameraReader
{
    private const int Quality = 80;

    private static readonly PictureSize Size = new(1280, 720);
    private static readonly TimeSpan FrameInterval = TimeSpan.FromSeconds(1) / 30;

    /// <summary>A camera's JPEG, with fewer bytes than any simulated frame.</summary>
    private static readonly Lazy<byte[]> Smallest = new(() =>
    {
        using var grey = new Mat(Size.Height, Size.Width, MatType.CV_8UC3, Scalar.All(128));
        return grey.ToBytes(".jpg");
    });

    private readonly EncoderThreads _encoders = new(NullLogger<EncoderThreads>.Instance, 0);
    private readonly EncodedSizeModel _bytes = new(Quality, TimeProvider.System);
    private readonly Random _random = new(2);
    private readonly Camera _camera;
    private readonly FrameDispatcher _dispatcher;
    private readonly int _connection;
    private long _taken;
    private TimeSpan? _encodeAt;

    public SimulatedCamera(VideoStreamOptions options, TimeProvider time)
    {
        options.WebSocket.Quality = Quality;
        _camera = new Camera("simulated", new CameraOptions(), time);
        _connection = _camera.Connect(null);
        Variants = new VariantSet(_camera, options, _encoders, time, NullLogger<VariantSet>.Instance)
        {
            Encoders = variant => new SimulatedEncoder(variant, Bytes),
        };
        _dispatcher = new FrameDispatcher(Variants, NullLogger<FrameDispatcher>.Instance);
    }

    public VariantSet Variants { get; }

    /// <summary>Whether it gives JPEGs that can be passed on.</summary>
    public bool IsJpeg { get; set; }

    /// <summary>From asking for an encode to its end.</summary>
    public TimeSpan EncodeLatency { get; set; }

    /// <summary>Captures a frame if one is due, and passes it to the variants.</summary>
    public void Advance(TimeSpan now)
    {
        long due = (long)(now / FrameInterval);
        if (due <= _taken)
            return;
        _taken = due;
        FrameCapture.TryPublish(_camera, this, _connection);
        Assert.True(_camera.Frames.TryTake(0, out Frame? frame));
        _dispatcher.Dispatch(frame);
    }

    /// <summary>Encodes what was asked for long enough ago.</summary>
    public void Encode(TimeSpan now)
    {
        if (_encoders.Queued == 0)
            return;
        _encodeAt ??= now + EncodeLatency;
        if (now < _encodeAt)
            return;
        _encodeAt = null;
        while (_encoders.TryEncodeNext())
        {
        }
    }

    public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

    public SourceResult Grab(CancellationToken cancellationToken) => SourceResult.Ok;

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (!IsJpeg)
        {
            content.Writable.Paint(Size, 0);
            // Frames differ, and that shows in the first pixels.
            BinaryPrimitives.WriteInt64LittleEndian(content.Writable.Bytes, stamp.Number);
            return true;
        }

        byte[] jpeg = Padded(Bytes(Size, Quality), (int)stamp.Number);
        content.Put(CameraJpeg.Payload(jpeg));
        return true;
    }

    public void Close()
    {
    }

    /// <summary>A JPEG of a size, with the frame's number in its padding.</summary>
    private static byte[] Padded(int length, int number)
    {
        const int LongestSegment = 60_000;
        byte[] jpeg = new byte[Math.Max(length, Smallest.Value.Length + 8)];
        Smallest.Value.AsSpan(0, 2).CopyTo(jpeg);
        int at = 2;
        for (int left = jpeg.Length - Smallest.Value.Length; left > 0;)
        {
            int segment = left <= LongestSegment ? left : LongestSegment;
            (jpeg[at], jpeg[at + 1]) = (0xFF, 0xE5);
            BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(at + 2), (ushort)(segment - 2));
            BinaryPrimitives.WriteInt32BigEndian(jpeg.AsSpan(at + 4), number);
            (at, left) = (at + segment, left - segment);
        }

        Smallest.Value.AsSpan(2).CopyTo(jpeg.AsSpan(at));
        return jpeg;
    }

    /// <summary>Frames vary in size by a tenth.</summary>
    private int Bytes(PictureSize size, int quality) =>
        (int)(_bytes.Estimate(size, VariantEncoding.Jpeg(quality)) * (0.9 + (0.2 * _random.NextDouble())));
}
