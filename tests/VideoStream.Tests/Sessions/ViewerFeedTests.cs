using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Sessions;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Sessions;

/// <summary>What a viewer that acknowledges at once is sent, by how its connection takes it.</summary>
public sealed class ViewerFeedTests : IAsyncDisposable
{
    private static readonly ViewerSettings Settings = ViewerSettings.Defaults(new VideoStreamOptions());

    private readonly CameraRig _rig = new();
    private readonly SemaphoreSlim _woken = new(0);
    private readonly ViewerFeed _feed;

    public ViewerFeedTests() => _feed = new ViewerFeed(_rig.Variants, new TcpInfo(null), new VideoStreamOptions(), () => _woken.Release(), _rig.Time);

    public async ValueTask DisposeAsync()
    {
        _feed.Dispose();
        await _rig.DisposeAsync();
        _woken.Dispose();
    }

    [Fact]
    public async Task A_connection_that_takes_all_at_once_gets_full_quality()
    {
        await ShowAsync(pictures: 60, every: 1);
        Assert.Equal(Settings.Quality, _feed.Choice!.Value.Quality);
        Assert.Equal(LimitedBy.Camera, _feed.Report.Limit);
    }

    [Fact]
    public async Task A_connection_that_takes_three_pictures_time_for_one_gets_worse_ones()
    {
        await ShowAsync(pictures: 60, every: 1);
        await ShowAsync(pictures: 10, every: 3);
        Assert.InRange(_feed.Choice!.Value.Quality, 1, Settings.Quality - 1);
    }

    [Fact]
    public async Task The_time_of_a_pause_is_no_slowness_of_the_connection()
    {
        await ShowAsync(pictures: 60, every: 1);
        _feed.Pause();
        for (int i = 0; i < 300; i++)
            _rig.PublishAndTell();
        await ShowAsync(pictures: 5, every: 1);
        Assert.Equal(Settings.Quality, _feed.Choice!.Value.Quality);
        Assert.Equal(LimitedBy.Camera, _feed.Report.Limit);
    }

    /// <summary>Takes pictures, each of which keeps the connection busy until the camera has taken some more.</summary>
    private async Task ShowAsync(int pictures, int every)
    {
        for (int i = 0; i < pictures; i++)
        {
            for (int n = 0; n < every; n++)
                _rig.PublishAndTell();
            EncodedPicture? picture;
            while (!_feed.TryTake(Settings, out picture, out _))
                Assert.True(await _woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "no picture came");
            picture.Release();
            Assert.True(_feed.TryAcknowledge(picture.Stamp.Number));
        }
    }
}
