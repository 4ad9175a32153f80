namespace VideoStream.Encoding.Jpeg;

/// <summary>
/// Decides which encode gets the next thread. Cameras take turns, so a camera with many variants does not hold up one with few. A camera
/// whose encodes are long leaves one thread to the others while they have frames to encode: one whose frames take seconds to decode does
/// not hold them up either. The caller locks.
/// </summary>
/// <param name="threads">How many threads there are.</param>
/// <param name="time">The clock.</param>
internal sealed class EncoderQueue(int threads, TimeProvider time)
{
    /// <summary>An encode that takes longer than this is long: a camera of 25 frames a second could not keep up alone.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMilliseconds(40);

    /// <summary>A camera that had nothing to encode for this time needs no thread.</summary>
    public static readonly TimeSpan Inactive = TimeSpan.FromSeconds(1);

    private readonly List<EncoderShare> _shares = [];
    private readonly Queue<EncoderShare> _turns = new();

    /// <summary>How many encodes wait for a thread.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many encodes run.</summary>
    public int Running { get; private set; }

    /// <summary>Adds a camera.</summary>
    public void Add(EncoderShare share) => _shares.Add(share);

    /// <summary>Removes a camera. It still has its turns while it has encodes.</summary>
    public void Remove(EncoderShare share) => _shares.Remove(share);

    /// <summary>Adds an encode.</summary>
    public void Add(EncoderWork work)
    {
        EncoderShare share = work.Share;
        share.ActiveAt = time.GetTimestamp();
        share.Waiting.Enqueue((work.Variant, work.Encode));
        Waiting++;
        if (share.Waiting.Count == 1)
            _turns.Enqueue(share);
    }

    /// <summary>Takes the encode whose turn it is. <see cref="End"/> must follow.</summary>
    /// <returns>False if there is none for this thread now.</returns>
    public bool TryTake(out EncoderWork work)
    {
        for (int turns = _turns.Count; turns > 0; turns--)
        {
            EncoderShare share = _turns.Dequeue();
            bool mayRun = MayRun(share);
            work = mayRun ? Start(share) : default;
            if (share.Waiting.Count > 0)
                _turns.Enqueue(share);
            if (mayRun)
                return true;
        }

        work = default;
        return false;
    }

    /// <summary>Records that an encode has ended.</summary>
    /// <param name="work">The encode.</param>
    /// <param name="startedAt">When it started, in monotonic ticks.</param>
    public void End(EncoderWork work, long startedAt)
    {
        EncoderShare share = work.Share;
        share.ActiveAt = time.GetTimestamp();
        share.Running--;
        Running--;
        TimeSpan took = time.GetElapsedTime(startedAt, share.ActiveAt);
        share.Duration = share.Duration is { } duration ? duration + ((took - duration) / 4) : took;
    }

    private EncoderWork Start(EncoderShare share)
    {
        share.StartedAt = time.GetTimestamp();
        share.Running++;
        Running++;
        Waiting--;
        (Variant variant, Action encode) = share.Waiting.Dequeue();
        return new(share, variant, encode);
    }

    /// <summary>
    /// Whether a camera may have one more thread. If not, long encodes are running, and the first of them that ends takes the next one.
    /// </summary>
    private bool MayRun(EncoderShare share)
    {
        if (!IsLong(share))
            return true;
        int longRunning = 0;
        bool isOtherActive = false, isShortActive = false;
        foreach (EncoderShare other in _shares)
        {
            bool isLong = IsLong(other);
            longRunning += isLong ? other.Running : 0;
            bool isActive = other != share && IsActive(other);
            isOtherActive |= isActive;
            // The first encode of a new camera is taken for short by those that are known to be long, and for long by itself.
            isShortActive |= isActive && (!isLong || (other.Duration is null && share.Duration is not null));
        }

        int most = isOtherActive ? Math.Max(1, threads - 1) : Math.Max(1, threads);
        return (isShortActive ? longRunning : share.Running) < most;
    }

    private bool IsActive(EncoderShare share) =>
        share.Waiting.Count + share.Running > 0 || (share.ActiveAt > 0 && time.GetElapsedTime(share.ActiveAt) < Inactive);

    private bool IsLong(EncoderShare share) =>
        share.Duration is not { } duration || duration > Long || (share.Running > 0 && time.GetElapsedTime(share.StartedAt) > Long);
}
