namespace VideoStream.Encoding.H264;

/// <summary>The settings of OpenH264 for live video.</summary>
internal static class OpenH264Tuning
{
    /// <summary>Layers 0, 2, 1, 2 and so on: a half and a quarter of the pictures can be shown without the others.</summary>
    private const int TemporalLayers = 3;

    /// <summary>
    /// Finer than this is not seen: a film takes half the bytes for 0.001 less SSIM. It also bounds the picture after a cut from something
    /// smooth to something detailed, which is predicted to be as smooth: to a third or a quarter of the bytes (1280x720, 1 Mbit/s).
    /// </summary>
    private const int MinQuantizer = 22;

    /// <summary>Colours as JPEGs have them (JFIF): the primaries and curve of sRGB, the matrix of BT.601 (ITU-T H.264, E.2.1).</summary>
    private const byte UnspecifiedFormat = 5, Bt709Primaries = 1, SrgbTransfer = 13, Bt601Matrix = 6;

    /// <summary>Changes the library's defaults.</summary>
    public static OpenH264Parameters Apply(H264Settings settings, OpenH264Parameters parameters)
    {
        parameters.Usage = OpenH264Parameters.Camera;
        (parameters.Width, parameters.Height) = (settings.Size.Width, settings.Size.Height);
        parameters.MaxFrameRate = (float)settings.FrameRate;
        (parameters.TemporalLayers, parameters.SpatialLayers) = (TemporalLayers, 1);
        parameters.Complexity = OpenH264Parameters.LowComplexity;
        parameters.Threads = 1;
        // Key frames are made when one is asked for.
        (parameters.KeyFrameInterval, parameters.DetectsScenes) = (0, 0);
        parameters.ParameterSetIds = OpenH264Parameters.ConstantIds;
        parameters.Crops = 1;
        // CABAC: at the same CPU, 8 % fewer bytes for a higher SSIM than baseline's CAVLC on a film.
        parameters.EntropyCoding = 1;
        parameters.RateControl = OpenH264Parameters.BitrateMode;
        parameters.MinQuantizer = MinQuantizer;
        parameters.Bitrate = parameters.MaxBitrate = 1000 * settings.Kilobits;
        // After a cut the rate is back within half a second without skipping, except for noise that no quantizer makes small enough.
        parameters.MaySkip = 0;
        parameters.Layer = Layer(settings, parameters.Layer);
        return parameters;
    }

    private static OpenH264SpatialLayer Layer(H264Settings settings, OpenH264SpatialLayer layer)
    {
        (layer.Width, layer.Height) = (settings.Size.Width, settings.Size.Height);
        layer.FrameRate = (float)settings.FrameRate;
        layer.Bitrate = layer.MaxBitrate = 1000 * settings.Kilobits;
        layer.Profile = OpenH264SpatialLayer.High;
        layer.Slices.Mode = OpenH264Slices.Single;
        (layer.HasVideoSignal, layer.VideoFormat, layer.IsFullRange) = (1, UnspecifiedFormat, 1);
        (layer.HasColours, layer.Primaries, layer.Transfer, layer.Matrix) = (1, Bt709Primaries, SrgbTransfer, Bt601Matrix);
        return layer;
    }
}
