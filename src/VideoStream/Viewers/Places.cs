using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Viewers;

/// <summary>
/// Counts the places that viewers take. The viewers of one page take one place together, so that a page with many cameras leaves room for
/// others. Each call is atomic.
/// </summary>
/// <param name="limit">Maximum number of places.</param>
internal sealed class Places(int limit)
{
    /// <summary>
    /// Maximum number of viewers of one page, so that a client cannot evade the limit without bound: 32 tiles of a grid, the one that is
    /// opened large, and its small window.
    /// </summary>
    public const int MaxOfPage = 34;

    private readonly Lock _gate = new();
    private readonly Dictionary<ViewerPage, int> _pages = [];
    private int _taken;
    private int _viewers;

    /// <summary>How many places are taken.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>How many viewers have them.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>Whether a viewer would be refused, and why.</summary>
    /// <param name="page">The viewer's page; null if it has none, and takes a place alone.</param>
    public PlaceRefusal? Check(ViewerPage? page)
    {
        lock (_gate)
            return Refusal(ViewersOf(page));
    }

    /// <summary>Lets a viewer in, if the limits allow it. <see cref="Leave"/> must follow.</summary>
    /// <param name="page">The viewer's page; null if it has none, and takes a place alone.</param>
    /// <param name="refusal">Why it was not let in.</param>
    public bool TryEnter(ViewerPage? page, [NotNullWhen(false)] out PlaceRefusal? refusal)
    {
        lock (_gate)
        {
            int others = ViewersOf(page);
            refusal = Refusal(others);
            if (refusal is not null)
                return false;
            _viewers++;
            if (others == 0)
                _taken++;
            if (page is { } own)
                _pages[own] = others + 1;
            return true;
        }
    }

    /// <summary>A viewer has ended. The last one of a page frees its place.</summary>
    public void Leave(ViewerPage? page)
    {
        lock (_gate)
        {
            int others = Math.Max(0, ViewersOf(page) - 1);
            _viewers--;
            if (others == 0)
                _taken--;
            if (page is not { } own)
                return;
            if (others == 0)
                _pages.Remove(own);
            else
                _pages[own] = others;
        }
    }

    private int ViewersOf(ViewerPage? page) => page is { } own ? _pages.GetValueOrDefault(own) : 0;

    /// <param name="others">The viewers that the page has already.</param>
    private PlaceRefusal? Refusal(int others) => others switch
    {
        0 => _taken < limit ? null : PlaceRefusal.Full(limit),
        < MaxOfPage => null,
        _ => PlaceRefusal.PageFull(MaxOfPage),
    };
}
