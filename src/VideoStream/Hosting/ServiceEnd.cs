namespace VideoStream.Hosting;

/// <summary>The end of the service.</summary>
internal static partial class ServiceEnd
{
    /// <summary>
    /// How long the cleanup after the stop can take. The exporters of telemetry send what they have then, one after the other, and each
    /// waits for a collector that does not answer.
    /// </summary>
    private static readonly TimeSpan LongestCleanup = TimeSpan.FromSeconds(1);

    /// <summary>Waits for the stop of a service that has started, and disposes of it. What takes too long ends with the process.</summary>
    public static async Task RunToEndAsync(this WebApplication app)
    {
        await app.WaitForShutdownAsync();
        ILogger logger = app.Logger;
        // On another thread: an exporter blocks the one that disposes of it.
        Task cleanup = Task.Run(async () => await app.DisposeAsync());
        try
        {
            await cleanup.WaitAsync(LongestCleanup, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            LogSlow(logger, LongestCleanup.TotalSeconds);
        }
    }
}
