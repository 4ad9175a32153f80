using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources;

/// <summary>A check of a source that does not come back, as of a film on a network drive that is gone.</summary>
public sealed class SourceChecksTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ManualResetEventSlim _hanging = new();
    private readonly SourceChecks<string> _checks;
    private readonly Camera _camera = new("gate", new CameraOptions { Source = "film.mp4" }, TimeProvider.System);
    private int _started;

    public SourceChecksTests() => _checks = new SourceChecks<string>(_time);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _hanging.Set();
        _hanging.Dispose();
    }

    [Fact]
    public async Task One_that_hangs_has_no_answer_and_no_second_one_is_begun_until_it_ends()
    {
        for (int i = 0; i < 3; i++)
        {
            Task<string> check = HangAsync(Cancelled);
            _time.Advance(SourceChecks<string>.Longest);
            Assert.Equal("none", await Limit.Within(check));
        }

        Limit.Until(() => Volatile.Read(ref _started) == 1);
        _hanging.Set();
        Assert.Equal("there", await Limit.Within(HangAsync(Cancelled)));
    }

    [Fact]
    public async Task Who_waits_for_one_that_hangs_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        Task<string> check = HangAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(check));
    }

    private Task<string> HangAsync(CancellationToken cancellationToken) => _checks.RunAsync(
        _camera,
        () =>
        {
            Interlocked.Increment(ref _started);
            _hanging.Wait(CancellationToken.None);
            return Task.FromResult("there");
        },
        unanswered: "none",
        cancellationToken);
}
