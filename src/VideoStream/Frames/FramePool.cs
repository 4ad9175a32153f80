using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>
/// Memory for the pixels of one camera's frames, used again and again. It keeps a few spare ones. Captured pixels have one size at a
/// time, but rendered ones have several, so spare memory for those is kept by size.
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
    public Mat Rent()
    {
        lock (_gate)
        {
            _rented++;
            return _spare.TryPop(out Mat? mat) ? mat : Allocate();
        }
    }

    /// <summary>Rents memory for rendered pixels of a size. <see cref="ReturnOfSize"/> must follow.</summary>
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

    /// <summary>Counts pixels that a decoder allocated as rented. <see cref="Free"/> must follow.</summary>
    public Mat Adopt(Mat mat)
    {
        lock (_gate)
            _rented++;
        return mat;
    }

    /// <summary>
    /// Frees adopted pixels. They are not kept: the decoder allocates new ones for each frame, and gets this memory again from the C
    /// library.
    /// </summary>
    public void Free(Mat mat)
    {
        lock (_gate)
            _rented--;
        mat.Dispose();
    }

    /// <summary>Returns captured pixels. Also after <see cref="Dispose"/>.</summary>
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

    /// <summary>Returns rendered pixels. When too many are spare, the one that was returned first is freed.</summary>
    public void ReturnOfSize(Mat mat)
    {
        Mat? free = mat;
        lock (_gate)
        {
            _rented--;
            if (!_disposed)
                free = Keep(mat);
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

    /// <returns>What to free in exchange; null if there is room.</returns>
    private Mat? Keep(Mat mat)
    {
        _spareOfSize.Add(mat);
        if (_spareOfSize.Count <= MaxSpareOfSize)
            return null;
        Mat oldest = _spareOfSize[0];
        _spareOfSize.RemoveAt(0);
        return oldest;
    }

    private Mat Allocate()
    {
        _allocated++;
        return new Mat();
    }
}
