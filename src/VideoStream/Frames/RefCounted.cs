namespace VideoStream.Frames;

/// <summary>
/// Something pooled that several hold at once. The creator holds the first claim; every holder releases its own in <c>finally</c>;
/// the last release gives the memory back. Claiming a dead one and releasing once too often fail loudly.
/// </summary>
internal abstract class RefCounted
{
    private int _claims = 1;

    /// <summary>Takes a claim, unless the last one is gone already.</summary>
    public bool TryRetain()
    {
        int claims = Volatile.Read(ref _claims);
        while (claims > 0)
        {
            int seen = Interlocked.CompareExchange(ref _claims, claims + 1, claims);
            if (seen == claims)
                return true;
            claims = seen;
        }

        return false;
    }

    /// <summary>Takes a claim on behalf of somebody else, while holding one.</summary>
    /// <exception cref="InvalidOperationException">The last claim is gone.</exception>
    public void Retain()
    {
        if (!TryRetain())
            throw new InvalidOperationException($"{GetType().Name} claimed after its last release");
    }

    /// <summary>Gives a claim back.</summary>
    /// <exception cref="InvalidOperationException">There was none left to give back.</exception>
    public void Release()
    {
        int left = Interlocked.Decrement(ref _claims);
        if (left < 0)
            throw new InvalidOperationException($"{GetType().Name} released once too often");
        if (left == 0)
            Free();
    }

    /// <summary>Gives the memory back. Called once.</summary>
    protected abstract void Free();
}
