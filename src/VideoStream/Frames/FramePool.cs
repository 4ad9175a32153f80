using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>
/// Pixel memory of one camera, used again and again. Keeps a few spare frames and frees the rest. What is captured has one size after the other; what is
/// made from it has several at a time, so its memory is kept apart, by size.
/// </summary>
internal sealed class FramePool : IDisposable
{
    private const int MaxSpare = 3, MaxSpareOfSize = 4;

    private readonly Lock _gate = new();
    private readonly Stack<Mat> _spare = new();
    private readonly List<Mat> _spareOfSize = [];
    private int _rented;
    private long _allocated;
    private bool _disposed;

    /// <summary>How many frames are out at the moment.</summary>
    public int Rented => Volatile.Read(ref _rented);

    /// <summary>How many frames' memory was allocated so far, because none was spare.</summary>
    public long Allocated => Volatile.Read(ref _allocated);

    /// <summary>How many frames it keeps to give them out again.</summary>
    public int Spare
    {
        get
        {
            lock (_gate)
                return _spare.Count + _spareOfSize.Count;
        }
    }

    /// <summary>Gives out a frame's memory, also after the pool itself was disposed: some encoder may be at work still.</summary>
    public Mat Rent()
    {
        lock (_gate)
        {
            _rented++;
            return _spare.TryPop(out Mat? mat) ? mat : Allocate();
        }
    }

    /// <summary>Gives out memory for a frame of one size that is made from a captured one, to be given back by <see cref="ReturnOfSize"/>.</summary>
    public Mat Rent(PictureSize size)
    {
        lock (_gate)
        {
            _rented++;
            int index = _spareOfSize.FindLastIndex(mat => mat.Width == size.Width && mat.Height == size.Height);
            if (index < 0)
                return Allocate();
            Mat spare = _spareOfSize[index];
            _spareOfSize.RemoveAt(index);
            return spare;
        }
    }

    /// <summary>Counts a frame whose memory was allocated elsewhere as given out, until <see cref="Free"/>.</summary>
    public Mat Adopt(Mat mat)
    {
        lock (_gate)
            _rented++;
        return mat;
    }

    /// <summary>
    /// Frees what <see cref="Adopt"/> counted. It is not kept: one more comes with each frame, and nobody would take this one. The C library
    /// gives the memory to the next that is allocated.
    /// </summary>
    public void Free(Mat mat)
    {
        lock (_gate)
            _rented--;
        mat.Dispose();
    }

    /// <summary>Takes a frame back, also after the pool itself was disposed.</summary>
    public void Return(Mat mat)
    {
        lock (_gate)
        {
            _rented--;
            if (!_disposed && _spare.Count < MaxSpare)
            {
                _spare.Push(mat);
                return;
            }
        }

        mat.Dispose();
    }

    /// <summary>Takes back what <see cref="Rent(PictureSize)"/> gave out. Of those that are spare, the one goes that was not used for longest.</summary>
    public void ReturnOfSize(Mat mat)
    {
        Mat? free = null;
        lock (_gate)
        {
            _rented--;
            if (_disposed)
            {
                free = mat;
            }
            else
            {
                _spareOfSize.Add(mat);
                if (_spareOfSize.Count > MaxSpareOfSize)
                {
                    free = _spareOfSize[0];
                    _spareOfSize.RemoveAt(0);
                }
            }
        }

        free?.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _spareOfSize.ForEach(mat => mat.Dispose());
            _spareOfSize.Clear();
            while (_spare.TryPop(out Mat? mat))
                mat.Dispose();
        }
    }

    private Mat Allocate()
    {
        _allocated++;
        return new Mat();
    }
}
