using VideoStream.Encoding;

namespace VideoStream.Tests.Support;

/// <summary>A viewer: a feed, and somebody who waits for its pictures.</summary>
internal sealed class Viewer : IDisposable
{
    private readonly SemaphoreSlim _woken = new(0);

    public Viewer(CameraVariants variants, Variant variant, double rate, TimeProvider time)
    {
        Feed = new PictureFeed(variants, () => _woken.Release(), time);
        (Variant, Rate) = (variant, rate);
    }

    public PictureFeed Feed { get; }

    public Variant Variant { get; set; }

    public double Rate { get; set; }

    /// <summary>The picture that is to be had now, which the caller releases; null if there is none.</summary>
    public EncodedPicture? TryTake()
    {
        return Feed.TryTake(Variant, Rate, out EncodedPicture? picture) ? picture : null;
    }

    /// <summary>Waits for the next picture, which the caller releases.</summary>
    public async Task<EncodedPicture> NextAsync()
    {
        while (true)
        {
            if (TryTake() is { } picture)
                return picture;
            if (!await _woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))
                throw new TimeoutException("no picture came");
        }
    }

    /// <summary>Waits for the next picture and looks at its number only.</summary>
    public async Task<long> NextNumberAsync()
    {
        EncodedPicture picture = await NextAsync();
        picture.Release();
        return picture.Stamp.Number;
    }

    public void Dispose() => Feed.Dispose();
}
