namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Skips the coded blocks of a progressive JPEG (ITU-T T.81, annex G), and knows when all its scans were there. A scan has some bits of
/// some coefficients. How many bits a later scan has depends on which coefficients are not zero already, so those are remembered.
/// </summary>
internal sealed class JpegProgression
{
    private const int Coefficients = 64;

    private const sbyte Nothing = -1;

    /// <summary>For each coefficient of each component: the lowest bit that was sent.</summary>
    private readonly sbyte[] _lowest = new sbyte[JpegEndFinder.MaxComponents * Coefficients];

    /// <summary>For each component, a bit for each coefficient of each block: whether it is not zero. Kept for the next frame.</summary>
    private readonly ulong[][] _nonZero = [[], [], [], []];

    private int _components, _component, _first, _last, _endOfBandRun;
    private bool _isRefinement;

    /// <summary>Whether all bits of all coefficients were sent.</summary>
    public bool IsComplete => !_lowest.AsSpan(0, _components * Coefficients).ContainsAnyExcept<sbyte>(0);

    /// <summary>Begins a frame.</summary>
    /// <param name="components">How many components it has, at most four.</param>
    public void BeginFrame(int components)
    {
        _components = components;
        _lowest.AsSpan().Fill(Nothing);
    }

    /// <summary>Begins a scan.</summary>
    /// <param name="components">The components of the scan.</param>
    /// <param name="band">The last three bytes of its header: the first and the last coefficient, and the bits.</param>
    /// <param name="blocks">How many blocks a scan of one component has.</param>
    /// <returns>False if it does not continue the scans before.</returns>
    public bool TryBeginScan(ReadOnlySpan<int> components, ReadOnlySpan<byte> band, int blocks)
    {
        (_component, _first, _last, _endOfBandRun) = (components[0], band[0], band[1], 0);
        (int high, int low) = (band[2] >> 4, band[2] & 15);
        _isRefinement = high > 0;
        bool isBand = _first == 0 ? _last == 0 : _last >= _first && _last < Coefficients && components.Length == 1;
        if (!isBand || (_isRefinement && low != high - 1))
            return false;
        foreach (int component in components)
        {
            Span<sbyte> lowest = _lowest.AsSpan((component * Coefficients) + _first, _last - _first + 1);
            if (lowest.ContainsAnyExcept(_isRefinement ? (sbyte)high : Nothing))
                return false;
            lowest.Fill((sbyte)low);
        }

        if (_first > 0 && !_isRefinement)
            Clear(blocks);
        return true;
    }

    /// <summary>Whether the scan may end here, or be interrupted by a restart. A run of empty bands must not go on behind that.</summary>
    public bool CanEndScan => _endOfBandRun == 0;

    /// <summary>Skips a block of the scan.</summary>
    /// <param name="data">The frame data.</param>
    /// <param name="block">The number of the block, in a scan of one component.</param>
    /// <param name="dc">The table of the scan's first coefficients.</param>
    /// <param name="ac">The table of its other coefficients.</param>
    /// <returns>False if the data ends before that, or is none.</returns>
    public bool TrySkipBlock(ref EntropyReader data, int block, HuffmanTable dc, HuffmanTable ac)
    {
        if (_first == 0)
            return _isRefinement ? data.TrySkip(1) : data.TryReadSymbol(dc, out int bits) && bits <= 16 && data.TrySkip(bits);
        ref ulong nonZero = ref _nonZero[_component][block];
        return _isRefinement ? TryRefineBand(ref data, ac, ref nonZero) : TrySkipBand(ref data, ac, ref nonZero);
    }

    private void Clear(int blocks)
    {
        ulong[] nonZero = _nonZero[_component];
        if (nonZero.Length < blocks)
            _nonZero[_component] = new ulong[blocks];
        else if (IsFirstBand())
            nonZero.AsSpan(0, blocks).Clear();
    }

    /// <summary>Whether no other coefficients than those of this scan were sent, but for the first one.</summary>
    private bool IsFirstBand()
    {
        ReadOnlySpan<sbyte> lowest = _lowest.AsSpan(_component * Coefficients, Coefficients);
        return !lowest[1.._first].ContainsAnyExcept(Nothing) && !lowest[(_last + 1)..].ContainsAnyExcept(Nothing);
    }

    /// <summary>Skips the first bits of a block's coefficients (G.1.2.2).</summary>
    private bool TrySkipBand(ref EntropyReader data, HuffmanTable ac, ref ulong nonZero)
    {
        if (_endOfBandRun > 0)
        {
            _endOfBandRun--;
            return true;
        }

        for (int coefficient = _first; coefficient <= _last; coefficient++)
        {
            if (!data.TryReadSymbol(ac, out int symbol))
                return false;
            (int run, int bits) = (symbol >> 4, symbol & 15);
            if (bits == 0 && run < 15)
                return TryReadEndOfBandRun(ref data, run) && _endOfBandRun-- > 0;
            coefficient += run;
            if (coefficient > _last || !data.TrySkip(bits))
                return false;
            nonZero |= bits > 0 ? 1UL << coefficient : 0;
        }

        return true;
    }

    /// <summary>Skips one more bit of a block's coefficients (G.1.2.3).</summary>
    private bool TryRefineBand(ref EntropyReader data, HuffmanTable ac, ref ulong nonZero)
    {
        int coefficient = _first;
        while (coefficient <= _last && _endOfBandRun == 0)
        {
            if (!data.TryReadSymbol(ac, out int symbol))
                return false;
            (int run, int bits) = (symbol >> 4, symbol & 15);
            if (bits == 0 && run < 15)
            {
                if (!TryReadEndOfBandRun(ref data, run))
                    return false;
                break;
            }

            // The sign of a coefficient that is not zero from here on.
            if (bits > 1 || !data.TrySkip(bits) || !TryPass(ref data, run, nonZero, ref coefficient) || coefficient > _last)
                return false;
            nonZero |= (ulong)bits << coefficient;
            coefficient++;
        }

        if (_endOfBandRun == 0)
            return true;
        _endOfBandRun--;
        return TryPass(ref data, Coefficients, nonZero, ref coefficient);
    }

    /// <summary>Goes to the coefficient behind a run of zeros. Each one between that is not zero has a bit.</summary>
    private bool TryPass(ref EntropyReader data, int run, ulong nonZero, ref int coefficient)
    {
        for (; coefficient <= _last; coefficient++)
        {
            bool isZero = (nonZero >> coefficient & 1) == 0;
            if (isZero && run-- == 0)
                return true;
            if (!isZero && !data.TrySkip(1))
                return false;
        }

        return true;
    }

    /// <summary>Reads for how many blocks, this one included, nothing more follows.</summary>
    private bool TryReadEndOfBandRun(ref EntropyReader data, int bits)
    {
        bool isRead = data.TryReadBits(bits, out int more);
        _endOfBandRun = (1 << bits) + more;
        return isRead;
    }
}
