namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Waits for a change that another thread or process makes.</summary>
internal static class Eventually
{
    /// <summary>Polls until the condition holds. Fails after a timeout.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    /// <summary>Polls until the condition holds. Fails after a timeout.</summary>
    public static Task HoldsAsync(Func<Task<bool>> condition, string what) => HoldsAsync(condition, () => what);

    /// <summary>Polls until the condition holds. Fails after a timeout, with what is said then.</summary>
    public static Task HoldsAsync(Func<bool> condition, Func<string> what) => HoldsAsync(() => Task.FromResult(condition()), what);

    private static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> what)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (!await condition())
        {
            Assert.False(timeout.IsCancellationRequested, $"never happened: {what()}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
