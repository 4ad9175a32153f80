namespace VideoStream.Frames;

/// <summary>
/// Something pooled that several hold at once. The creator holds the first reference. Every holder releases its own in <c>finally</c>; the
/// last release returns the memory. Retaining after that, and releasing once too often, throw.
/// </summary>
internal abstract class RefCounted
{
    private int _references = 1;

    /// <summary>Takes a reference, unless the last one was released.</summary>
    public bool TryRetain()
    {
        int references = Volatile.Read(ref _references);
        while (references > 0)
        {
            int seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
                return true;
            references = seen;
        }

        return false;
    }

    /// <summary>Takes another reference. The caller knows that there is one.</summary>
    /// <exception cref="InvalidOperationException">The last reference was released.</exception>
    public void Retain()
    {
        if (!TryRetain())
            throw new InvalidOperationException($"{GetType().Name} retained after its last release");
    }

    /// <summary>Releases a reference.</summary>
    /// <exception cref="InvalidOperationException">There was none left.</exception>
    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        if (left < 0)
            throw new InvalidOperationException($"{GetType().Name} released once too often");
        if (left == 0)
            Free();
    }

    /// <summary>Returns the memory. Called once.</summary>
    protected abstract void Free();
}
