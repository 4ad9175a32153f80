namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal sealed partial class SupervisedLoop
{
    [LoggerMessage(400, LogLevel.Critical, "The loop {Loop} failed; restarting it in {Seconds:0.#} s")]
    private partial void LogFailed(Exception exception, string loop, double seconds);
}
