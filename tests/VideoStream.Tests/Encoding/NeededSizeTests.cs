using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>In which size a camera's frames are decoded: one that is enough for all variants.</summary>
public sealed class NeededSizeTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public void It_holds_all_variants_and_follows_them()
    {
        _rig.Reader.IsJpeg = true;
        _rig.Reader.Size = new PictureSize(640, 360);
        _rig.Publish();
        TestViewer wide = Watch(Small(320, 180)), small = Watch(Small(160, 90));
        Assert.Equal(new PictureSize(320, 180), Needed);

        // What is passed through is not decoded.
        TestViewer passed = Watch(new Variant(false, null, VariantEncoding.Passthrough(80)));
        Assert.Equal(new PictureSize(320, 180), Needed);
        TestViewer whole = Watch(new Variant(true, null, VariantEncoding.Jpeg(80)));
        Assert.Null(Needed);

        whole.Dispose();
        wide.Dispose();
        Assert.Equal(new PictureSize(160, 90), Needed);
        small.Dispose();
        passed.Dispose();
    }

    /// <summary>As on a page that shows a camera large and small, which is opened for it.</summary>
    [Fact]
    public void It_does_not_hold_what_will_be_passed_through_if_its_viewer_was_first()
    {
        TestViewer passed = Watch(new Variant(false, null, VariantEncoding.Passthrough(80))), small = Watch(Small(160, 90));
        _rig.Reader.IsJpeg = true;
        _rig.Reader.Size = new PictureSize(640, 360);
        _rig.Publish();
        Assert.True(_rig.Camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal(new PictureSize(160, 90), frame.Pixels(new PictureSize(16, 16)).Size);
        frame.Release();
        small.Dispose();
        passed.Dispose();
    }

    /// <summary>A viewer that has joined its stream.</summary>
    private TestViewer Watch(Variant variant)
    {
        TestViewer viewer = _rig.Watch(variant);
        viewer.TryTake()?.Release();
        return viewer;
    }

    private static Variant Small(int width, int height) => new(false, new PictureSize(width, height), VariantEncoding.Jpeg(50));

    private PictureSize? Needed => _rig.Camera.Decodes.Needed;
}
