using System.Diagnostics.CodeAnalysis;
using System.Net;
using VideoStream.Configuration;

namespace VideoStream.Viewers;

/// <summary>
/// Counts the places that viewers take. The viewers of one page take one place together, so that a page with many cameras leaves room for
/// others. Each call is atomic.
/// </summary>
/// <param name="limits">The limits in effect. A lower one ends nobody: it refuses new viewers until there is room.</param>
internal sealed class Places(Func<ClientLimits> limits)
{
    /// <summary>
    /// Maximum number of viewers of one page, so that a client cannot evade the limit without bound: 32 tiles of a grid, the one that is
    /// opened large, and its small window.
    /// </summary>
    public const int MaxOfPage = 34;

    private readonly Lock _gate = new();
    private readonly Dictionary<ViewerPage, int> _pages = [];
    private readonly Dictionary<IPAddress, int> _addresses = [];
    private int _taken;
    private int _viewers;

    /// <summary>How many places are taken.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>How many viewers have them.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>Whether a viewer would be refused, and why.</summary>
    /// <param name="page">The viewer's page; null if it has none, and takes a place alone.</param>
    /// <param name="address">What counts as the viewer's address; null if it has none.</param>
    public PlaceRefusal? Check(ViewerPage? page, IPAddress? address)
    {
        lock (_gate)
            return Refusal(ViewersOf(page), address);
    }

    /// <summary>Lets a viewer in, if the limits allow it. <see cref="Leave"/> must follow.</summary>
    /// <param name="page">The viewer's page; null if it has none, and takes a place alone.</param>
    /// <param name="address">What counts as the viewer's address; null if it has none.</param>
    /// <param name="refusal">Why it was not let in.</param>
    public bool TryEnter(ViewerPage? page, IPAddress? address, [NotNullWhen(false)] out PlaceRefusal? refusal)
    {
        lock (_gate)
        {
            int others = ViewersOf(page);
            refusal = Refusal(others, address);
            if (refusal is not null)
                return false;
            _viewers++;
            if (others == 0)
                AddPlaces(address, 1);
            if (page is { } own)
                _pages[own] = others + 1;
            return true;
        }
    }

    /// <summary>A viewer has ended. The last one of a page frees its place.</summary>
    public void Leave(ViewerPage? page, IPAddress? address)
    {
        lock (_gate)
        {
            int others = Math.Max(0, ViewersOf(page) - 1);
            _viewers--;
            if (others == 0)
                AddPlaces(address, -1);
            if (page is not { } own)
                return;
            if (others == 0)
                _pages.Remove(own);
            else
                _pages[own] = others;
        }
    }

    private int ViewersOf(ViewerPage? page) => page is { } own ? _pages.GetValueOrDefault(own) : 0;

    private int PlacesOf(IPAddress? address) => address is null ? 0 : _addresses.GetValueOrDefault(address);

    private void AddPlaces(IPAddress? address, int more)
    {
        _taken += more;
        if (address is null)
            return;
        int places = PlacesOf(address) + more;
        if (places == 0)
            _addresses.Remove(address);
        else
            _addresses[address] = places;
    }

    /// <param name="others">The viewers that the page has already.</param>
    /// <param name="address">The viewer's address.</param>
    private PlaceRefusal? Refusal(int others, IPAddress? address)
    {
        if (others >= MaxOfPage)
            return PlaceRefusal.PageFull(MaxOfPage);
        if (others > 0)
            return null;
        ClientLimits current = limits();
        // First: a client that has too many itself must not learn that others have the rest.
        if (current.MaxClientsPerAddress > 0 && PlacesOf(address) >= current.MaxClientsPerAddress)
            return PlaceRefusal.AddressFull(current.MaxClientsPerAddress);
        return _taken < current.MaxClients ? null : PlaceRefusal.Full(current.MaxClients);
    }
}
