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

    public CameraRig Rig { get; } = new(encoderThreads: 0);

    public UnitReader Reader { get; } = new(Units);

    public ValueTask DisposeAsync()
    {
        Rig.EncodeQueued();
        return Rig.DisposeAsync();
    }

    public static IEnumerable<long> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => (long)number);

    public void Capture(UnitReader? reader = null) => Rig.PublishAndDispatch(reader ?? Reader);

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
