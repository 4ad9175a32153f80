using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264;

/// <summary>Encodes with OpenH264. Keeps its native memory from picture to picture, so it is used for one at a time.</summary>
internal sealed unsafe class OpenH264Encoder : IH264Encoder
{
    private readonly H264Settings _settings;
    private readonly OpenH264Handle _encoder;
    private readonly OpenH264Frame _frame;
    // Grows for larger units, which are rare: a second of 1 Mbit/s has four times as much.
    private byte[] _unit = new byte[32 * 1024];
    private int _bits;

    /// <exception cref="InvalidOperationException">
    /// The library is missing, or refuses the settings. The message has the reason.
    /// </exception>
    public OpenH264Encoder(H264Settings settings)
    {
        OpenH264Library library = OpenH264.Library ?? throw new InvalidOperationException(OpenH264.Problem);
        _settings = settings;
        _bits = 1000 * settings.Kilobits;
        _encoder = new OpenH264Handle(library);
        _frame = new OpenH264Frame(library.Version.LayerLength);
        try
        {
            _encoder.Initialize(OpenH264Tuning.Apply(settings, _encoder.Defaults()));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool HasRoom => true;

    /// <summary>Encodes a picture. The unit is there at once, unless the library skips the picture.</summary>
    /// <inheritdoc/>
    public bool Submit(PixelPlanes picture, H264Request request, out H264Unit unit)
    {
        if (picture.Size != _settings.Size || picture.Subsampling != ChromaSubsampling.Yuv420)
            throw new ArgumentException($"the encoder is for 4:2:0 pictures of {_settings.Size}", nameof(picture));
        unit = default;
        if (request.AsKeyFrame)
            _encoder.ForceKeyFrame();
        _encoder.Encode(Picture(picture, request.Timestamp), _frame);
        if (_frame.FrameType == OpenH264Frame.Skipped)
            return false;
        int length = CopyUnit(out int layer);
        unit = new H264Unit
        {
            Bytes = _unit.AsSpan(0, length),
            IsKeyFrame = _frame.FrameType == OpenH264Frame.KeyFrame,
            TemporalLayer = layer,
        };
        return true;
    }

    /// <inheritdoc/>
    public void SetBitrate(int kilobits)
    {
        int bits = 1000 * kilobits;
        // The library refuses a bitrate above the limit, and a limit below the bitrate.
        (OpenH264Option first, OpenH264Option second) = bits > _bits
            ? (OpenH264Option.MaxBitrate, OpenH264Option.Bitrate)
            : (OpenH264Option.Bitrate, OpenH264Option.MaxBitrate);
        _encoder.SetBitrate(first, bits);
        _encoder.SetBitrate(second, bits);
        _bits = bits;
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _frame.Dispose();
    }

    private static OpenH264Picture Picture(PixelPlanes planes, TimeSpan timestamp)
    {
        var picture = new OpenH264Picture
        {
            Format = OpenH264Picture.Planes420,
            Width = planes.Size.Width,
            Height = planes.Size.Height,
            Y = planes.Y.Data,
            Cb = planes.Cb.Data,
            Cr = planes.Cr.Data,
            Timestamp = (long)timestamp.TotalMilliseconds,
        };
        (picture.Strides[0], picture.Strides[1], picture.Strides[2]) = (planes.Y.Stride, planes.Cb.Stride, planes.Cr.Stride);
        return picture;
    }

    /// <summary>Puts the layers of the result one after the other: parameter sets before a key frame, then the slices.</summary>
    /// <param name="layer">The temporal layer of the slices.</param>
    /// <returns>The number of bytes.</returns>
    private int CopyUnit(out int layer)
    {
        int length = 0;
        layer = 0;
        for (int i = 0; i < _frame.LayerCount; i++)
        {
            ref readonly OpenH264Layer part = ref _frame.Layer(i);
            ReadOnlySpan<byte> bytes = part.Units;
            if (length + bytes.Length > _unit.Length)
                Array.Resize(ref _unit, 2 * (length + bytes.Length));
            bytes.CopyTo(_unit.AsSpan(length));
            length += bytes.Length;
            if (part.Type == OpenH264Layer.Video)
                layer = part.TemporalLayer;
        }

        return length;
    }
}
