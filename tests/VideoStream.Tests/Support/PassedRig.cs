using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A camera that sends H.264 with a key frame every second, and viewers of it as it comes.</summary>
internal sealed class PassedRig : IAsyncDisposable
{
    /// <summary>Frames from one key frame to the next.</summary>
    public const int KeyEvery = 30;

    /// <summary>What the camera sends, again and again.</summary>
    public static readonly List<byte[]> Units = CameraUnits.Encode(new(320, 180), KeyEvery, KeyEvery);

    /// <summary>What its viewers ask for.</summary>
    public static readonly Variant Passed = CameraRig.Plain with { Encoding = VariantEncoding.PassedH264 };

    /// <summary>Creates the camera.</summary>
    /// <param name="maxVariants">The maximum number of variants that are encoded.</param>
    /// <param name="encoders">Makes the encoder of a variant; null for the service's.</param>
    public PassedRig(int maxVariants = 12, Func<Variant, IVariantEncoder>? encoders = null) =>
        Rig = new(maxVariants, encoderThreads: 0, encoders: encoders);

    public CameraRig Rig { get; }

    public UnitReader Reader { get; } = new(Units);

    public ValueTask DisposeAsync()
    {
        Rig.EncodeQueued();
        return Rig.DisposeAsync();
    }

    public static IEnumerable<long> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => (long)number);

    public void Capture(UnitReader? reader = null) => Rig.PublishAndDispatch(reader ?? Reader);

    /// <summary>The camera stalls, and a placeholder is there to be encoded.</summary>
    public void ShowPlaceholder()
    {
        Rig.Time.Advance(TimeSpan.FromSeconds(1));
        Rig.Camera.SetStalled(Rig.Camera.Newest!.Stamp);
        var content = new FrameContent(Rig.Camera.Pool, default);
        content.Writable.Create(new(320, 180), ChromaSubsampling.Yuv420);
        content.Writable.Fill(90);
        Rig.Camera.ShowPlaceholder(content, Rig.Camera.Status);
        Limit.Until(() => Rig.Dispatcher.Dispatched == 2);
        Rig.EncodeQueued();
    }

    /// <summary>The numbers of all frames that a viewer can have now.</summary>
    public List<long> TakeAll(TestViewer viewer)
    {
        List<long> numbers = [];
        while (Take(viewer) is { } number)
        {
            numbers.Add(number);
            Assert.True(numbers.Count < 1000, "it goes on for ever");
        }

        return numbers;
    }

    /// <summary>The number of the next frame; null if there is none.</summary>
    public long? Take(TestViewer viewer)
    {
        EncodedFrame? frame = Next(viewer);
        frame?.Release();
        return frame?.Stamp.Number;
    }

    /// <summary>The frame that there is now, or will be when what waits for a thread is done. The caller releases it.</summary>
    public EncodedFrame? Next(TestViewer viewer)
    {
        EncodedFrame? frame = viewer.TryTake();
        if (frame is not null)
            return frame;
        Rig.EncodeQueued();
        return viewer.TryTake();
    }
}
