namespace VideoStream.Viewers;

/// <summary>Frames that the viewers of a camera were sent, and those that were skipped, by what limited the viewer.</summary>
/// <param name="Sent">Frames sent.</param>
/// <param name="Link">Skipped for the viewer's link.</param>
/// <param name="Client">Skipped for a slow client.</param>
/// <param name="Server">Skipped for this machine.</param>
/// <param name="Other">Skipped for a cause that was gone when they were counted, or before they came to this service.</param>
internal readonly record struct SkipSums(long Sent, long Link, long Client, long Server, long Other)
{
    public long Skipped => Link + Client + Server + Other;

    public static SkipSums operator +(SkipSums a, SkipSums b) =>
        new(a.Sent + b.Sent, a.Link + b.Link, a.Client + b.Client, a.Server + b.Server, a.Other + b.Other);

    public static SkipSums operator -(SkipSums now, SkipSums before) => new(
        now.Sent - before.Sent,
        now.Link - before.Link,
        now.Client - before.Client,
        now.Server - before.Server,
        now.Other - before.Other);
}
