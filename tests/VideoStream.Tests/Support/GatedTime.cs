namespace VideoStream.Tests.Support;

/// <summary>
/// Time that stands still, and can hold up an encode in its middle: an encoder asks for the time when it has its frame and has not
/// encoded it yet.
/// </summary>
internal sealed class GatedTime : SettableTime
{
    private readonly SemaphoreSlim _entered = new(0);
    private readonly ManualResetEventSlim _open = new(true);

    /// <summary>Holds up encodes from now on.</summary>
    public void Close() => _open.Reset();

    /// <summary>Lets them go on.</summary>
    public void Open() => _open.Set();

    /// <summary>Waits until an encode is blocked up.</summary>
    public async Task HeldAsync() => Assert.True(await _entered.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    public override long GetTimestamp()
    {
        if (!_open.IsSet && Thread.CurrentThread.Name?.StartsWith("encoder-", StringComparison.Ordinal) == true)
        {
            _entered.Release();
            _open.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
        }

        return base.GetTimestamp();
    }
}
