namespace VideoStream.Adaptation;

/// <summary>
/// How the client's program reads, which is not how its link carries: a program that works on each frame leaves the next ones in its
/// kernel, where they grow old. Smaller frames would not help it, so a slow program changes nothing but how many frames it gets.
/// </summary>
/// <param name="link">What the link shows.</param>
/// <param name="target">Maximum time from the arrival of a frame until it is read.</param>
/// <param name="givesReceipts">Whether the transport can ask for receipts.</param>
internal sealed class ClientReading(LinkEstimator link, TimeSpan target, bool givesReceipts)
{
    /// <summary>The number of a receipt that is asked for while nothing is unread. No frame has it.</summary>
    public const long Question = 0;

    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5), ShortWait = TimeSpan.FromMilliseconds(10);

    private readonly ReceiptEstimator _receipts = new(target);
    private readonly ReadAheadEstimator _readAhead = new();
    private readonly UnreadEstimator _unread = new();
    private TimeSpan _slowAt = TimeSpan.MinValue / 2;

    /// <summary>The frame that was passed to the socket last; number 0 before the first.</summary>
    public SentFrame Last { get; private set; }

    /// <summary>Whether the program reads more slowly than frames arrive. Behind a proxy a full link looks the same.</summary>
    public bool IsSlow => !link.IsProxied && (_readAhead.IsActive || IsBehind);

    /// <summary>
    /// Whether the program was slow in the last seconds. It is not slow at each frame, but a late frame is still not the link's fault.
    /// </summary>
    public bool WasSlow(TimeSpan now) => !link.IsProxied && (IsSlow || now - _slowAt < Memory);

    /// <summary>Whether something may have to be noticed before the next regular look.</summary>
    public bool IsAwaiting => _receipts.IsAwaiting || IsSlow;

    /// <summary>Whether the next frame should carry a question. Not for clients that acknowledge each frame: that says more.</summary>
    public bool IsReceiptDue(TimeSpan now) => givesReceipts
        && !(link.Acknowledges && link.Acks.FramesInFlight <= 3 && !IsLateBehindProxy)
        && (_unread.IsBehind || _readAhead.IsFilling || _receipts.IsDue(link.Tcp, now));

    /// <summary>
    /// Before this time no frame needs a question, while nothing is heard from the client and no sample is taken: always the answer of
    /// <see cref="IsReceiptDue"/>, and found in one place.
    /// </summary>
    public TimeSpan NoReceiptBefore => !givesReceipts ? TimeSpan.MaxValue
        : IsAwaiting || _unread.IsBehind || _readAhead.IsFilling ? TimeSpan.MinValue
        : _receipts.DueAt;

    /// <summary>The first receipts were late because of the way behind a proxy, before the length of that was known to count.</summary>
    private bool IsLateBehindProxy => _receipts.IsLagging && link.Tcp.ProxyDelay > TimeSpan.Zero;

    /// <summary>Whether the client was so late with its first answer that it is asked again when it has nothing to read.</summary>
    private bool MayAskAgain => link.Tcp.Answers.IsFirst && link.Tcp.IsAnswerLate;

    private bool HasReadAll => _receipts.HasReadAll || HasAcknowledgedAll;

    private bool HasAcknowledgedAll => link.Acknowledges && link.Acks.FramesInFlight == 0;

    /// <summary>Whether what was sent is read late.</summary>
    private bool IsBehind => _receipts.IsLagging || _unread.IsSlow || link.Tcp.IsReceiverLimited;

    /// <summary>A frame is passed to the socket.</summary>
    public void OnSending(SentFrame frame, bool asks)
    {
        Last = frame;
        _receipts.OnSending(frame, asks);
        _readAhead.OnSending(frame.SentAt, asks);
    }

    /// <summary>A sample of the kernel's statistics was taken.</summary>
    public void OnSampled(TcpSnapshot sample, TimeSpan now)
    {
        _unread.Add(sample, Last, HasAcknowledgedAll, now);
        if (IsSlow)
            _slowAt = now;
    }

    /// <inheritdoc cref="ReceiptEstimator.TryReceive"/>
    public bool TryReceive(long number, TimeSpan now)
    {
        if (number == Question)
            return link.Tcp.Answers.TryAnswer(now);
        if (!_receipts.TryReceive(number, link.Tcp, now))
            return false;
        _readAhead.OnRead(_receipts.FramesRead, _receipts.IsLagging, link.Tcp.ProgramRtt, now);
        return true;
    }

    /// <summary>The client has answered or acknowledged something: whether it is to be asked the <see cref="Question"/> again.</summary>
    public bool TryAskAgain(TimeSpan now)
    {
        if (!MayAskAgain || !HasReadAll)
            return false;
        link.Tcp.Answers.OnAsked(now);
        return true;
    }

    /// <summary>How long to wait before the program gets one more frame.</summary>
    /// <returns>Zero if it may have one now; else the time after which to ask again, unless a receipt comes before.</returns>
    public TimeSpan Wait(TimeSpan now)
    {
        if (MayAskAgain && link.Tcp.Answers.MayHold(now) && !HasReadAll)
            return ShortWait;
        // A client that acknowledges what it has shown is bounded by that.
        if (link.Acknowledges)
            return TimeSpan.Zero;
        // What its kernel has no room for would be old when it has.
        if (IsBehind && link.Tcp.BytesInFlight > 0)
            return ShortWait;
        TimeSpan wait = givesReceipts ? WaitForReceipts(now) : TimeSpan.Zero;
        return wait > TimeSpan.Zero || _receipts.IsAnswering ? wait : _unread.Wait(now);
    }

    private TimeSpan WaitForReceipts(TimeSpan now)
    {
        TimeSpan receipt = _receipts.Wait(link.Tcp, now), program = _readAhead.Wait(now);
        return receipt > program ? receipt : program;
    }
}
