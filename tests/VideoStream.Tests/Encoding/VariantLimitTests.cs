using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>What happens where more variants are wanted than may be encoded.</summary>
public sealed class VariantLimitTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new(maxVariants: 2);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_viewer_of_one_variant_too_many_gets_the_nearest_lower_one_that_is_encoded()
    {
        using TestViewer high = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(90) });
        using TestViewer low = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(40) });
        using TestViewer third = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(70) });
        Assert.All([high, low, third], viewer => Assert.Null(viewer.TryTake()));
        _rig.Publish();

        EncodedFrame frame = await third.NextAsync();

        Assert.Equal(40, frame.Quality);
        frame.Release();
        Assert.Equal([false, false, true], new[] { high, low, third }.Select(viewer => viewer.Subscription.IsSubstituted));
        Assert.Equal(2, _rig.Variants.Count);
    }

    [Fact]
    public async Task It_gets_its_own_once_there_is_room()
    {
        using TestViewer high = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(90) });
        TestViewer low = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(40) });
        using TestViewer third = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(70) });
        Assert.All([high, low, third], viewer => Assert.Null(viewer.TryTake()));
        // The lower one is still encoded, for its substitute. It has to end before there is room.
        low.Dispose();
        third.Variant = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(60) };
        Assert.Null(third.TryTake());
        _rig.Publish();

        EncodedFrame frame = await third.NextAsync();

        Assert.Equal(60, frame.Quality);
        frame.Release();
        Assert.False(third.Subscription.IsSubstituted);
    }

    [Fact]
    public void A_viewer_that_asks_for_its_substitute_is_not_substituted_any_more()
    {
        using TestViewer high = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(90) });
        using TestViewer low = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(40) });
        using TestViewer third = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(70) });
        Assert.All([high, low, third], viewer => Assert.Null(viewer.TryTake()));
        Assert.True(third.Subscription.IsSubstituted);

        third.Variant = low.Variant;
        Assert.Null(third.TryTake());
        Assert.False(third.Subscription.IsSubstituted);

        // And is substituted again once it asks for more.
        third.Variant = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(70) };
        Assert.Null(third.TryTake());
        Assert.True(third.Subscription.IsSubstituted);
    }

    [Fact]
    public async Task A_viewer_that_changes_its_variant_makes_room_for_it()
    {
        using TestViewer one = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(90) });
        using TestViewer other = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(40) });
        Assert.All([one, other], viewer => Assert.Null(viewer.TryTake()));
        other.Variant = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(50) };
        Assert.Null(other.TryTake());
        _rig.Publish();

        EncodedFrame frame = await other.NextAsync();

        Assert.Equal(50, frame.Quality);
        frame.Release();
    }
}
