using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>Pixel memory of one camera, used again and again. Keeps a few spare pictures and frees the rest.</summary>
internal sealed class FramePool : IDisposable
{
    private const int MaxSpare = 3;

    private readonly Lock _gate = new();
    private readonly Stack<Mat> _spare = new();
    private int _rented;
    private bool _disposed;

    /// <summary>How many pictures are out at the moment.</summary>
    public int Rented => Volatile.Read(ref _rented);

    /// <summary>Gives out a picture's memory, also after the pool itself was disposed: some encoder may be at work still.</summary>
    public Mat Rent()
    {
        lock (_gate)
        {
            _rented++;
            return _spare.TryPop(out Mat? mat) ? mat : new Mat();
        }
    }

    /// <summary>Takes in a picture that was made elsewhere, as if it had been given out here.</summary>
    public Mat Adopt(Mat mat)
    {
        lock (_gate)
            _rented++;
        return mat;
    }

    /// <summary>Takes a picture back, also after the pool itself was disposed.</summary>
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

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            while (_spare.TryPop(out Mat? mat))
                mat.Dispose();
        }
    }
}
