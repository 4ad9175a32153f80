namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// Encoders of ffmpeg, of all cameras, that were killed and do not end: they hang in the driver of their device. Another one would hang as
/// well, so after some of them none of that kind is started.
/// </summary>
internal static class HangingChildren
{
    private const int Max = 3;

    private static readonly Lock Gate = new();
    private static readonly List<(ChildCoder Coder, Func<bool> IsGone)> Children = [];

    /// <summary>Why no other one may be started, in words; null if one may.</summary>
    public static string? Problem(ChildCoder coder)
    {
        lock (Gate)
        {
            Children.RemoveAll(hanging => hanging.IsGone());
            int count = Children.Count(hanging => hanging.Coder == coder);
            return count < Max ? null : $"{coder.Name}: {count} encoders hang and can't be ended, so no other one is started";
        }
    }

    /// <summary>Notes one that was killed and does not end.</summary>
    /// <param name="coder">What it encodes with.</param>
    /// <param name="isGone">Whether it has ended after all. Must not block.</param>
    public static void Add(ChildCoder coder, Func<bool> isGone)
    {
        lock (Gate)
            Children.Add((coder, isGone));
    }
}
