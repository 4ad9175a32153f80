namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Waits for something that another thread or process brings about.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again until it holds; fails when it never does.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (!condition())
        {
            Assert.False(timeout.IsCancellationRequested, $"never happened: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
