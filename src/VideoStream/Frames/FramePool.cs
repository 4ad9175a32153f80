namespace VideoStream.Frames;

/// <summary>
/// Memory for the pixels of one camera's frames, used again and again. It keeps a few spare ones. Captured pixels have one size at a
/// time, but rendered ones have several, so spare memory for those is kept by size.
/// </summary>
internal sealed class FramePool : IDisposable
{
    private const int MaxSpare = 3, MaxSpareOfSize = 4;

    private readonly Lock _gate = new();
    private readonly Stack<PixelPlanes> _spare = new();
    private readonly List<PixelPlanes> _spareOfSize = [];
    private int _rented;
    private long _allocated;
    private bool _disposed;

    /// <summary>How many are in use.</summary>
    public int Rented => Volatile.Read(ref _rented);

    /// <summary>How many were allocated so far, because none was spare.</summary>
    public long Allocated => Volatile.Read(ref _allocated);

    /// <summary>How many are kept to be used again.</summary>
    public int Spare
    {
        get
        {
            lock (_gate)
                return _spare.Count + _spareOfSize.Count;
        }
    }

    /// <summary>Rents memory for captured pixels. Also after <see cref="Dispose"/>, because an encoder may still be running.</summary>
    public PixelPlanes Rent()
    {
        lock (_gate)
        {
            _rented++;
            return _spare.TryPop(out PixelPlanes? planes) ? planes : Allocate();
        }
    }

    /// <summary>Rents memory for rendered pixels of a size. <see cref="ReturnOfSize"/> must follow.</summary>
    public PixelPlanes Rent(PictureSize size)
    {
        lock (_gate)
        {
            _rented++;
            int index = _spareOfSize.FindLastIndex(planes => planes.Size == size);
            if (index < 0)
                return Allocate();
            PixelPlanes spare = _spareOfSize[index];
            _spareOfSize.RemoveAt(index);
            return spare;
        }
    }

    /// <summary>Returns captured pixels. Also after <see cref="Dispose"/>.</summary>
    public void Return(PixelPlanes planes)
    {
        lock (_gate)
        {
            _rented--;
            if (!_disposed && _spare.Count < MaxSpare)
            {
                _spare.Push(planes);
                return;
            }
        }

        planes.Dispose();
    }

    /// <summary>Returns rendered pixels. When too many are spare, the one that was returned first is freed.</summary>
    public void ReturnOfSize(PixelPlanes planes)
    {
        PixelPlanes? free = planes;
        lock (_gate)
        {
            _rented--;
            if (!_disposed)
                free = Keep(planes);
        }

        free?.Dispose();
    }

    /// <summary>
    /// Frees what is spare. A camera that nobody watches for hours would keep megabytes for each size that somebody once saw.
    /// </summary>
    public void FreeSpare()
    {
        lock (_gate)
        {
            _spareOfSize.ForEach(planes => planes.Dispose());
            _spareOfSize.Clear();
            while (_spare.TryPop(out PixelPlanes? planes))
                planes.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        FreeSpare();
    }

    /// <returns>What to free in exchange; null if there is room.</returns>
    private PixelPlanes? Keep(PixelPlanes planes)
    {
        _spareOfSize.Add(planes);
        if (_spareOfSize.Count <= MaxSpareOfSize)
            return null;
        PixelPlanes oldest = _spareOfSize[0];
        _spareOfSize.RemoveAt(0);
        return oldest;
    }

    private PixelPlanes Allocate()
    {
        _allocated++;
        return new PixelPlanes();
    }
}
