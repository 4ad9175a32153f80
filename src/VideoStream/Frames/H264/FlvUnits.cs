namespace VideoStream.Frames.H264;

/// <summary>Makes access units in Annex B form of a camera's H.264 in FLV.</summary>
/// <param name="time">The clock.</param>
/// <param name="sets">Gets the stream's parameter sets.</param>
internal sealed class FlvUnits(TimeProvider time, ParameterSets sets)
{
    /// <summary>
    /// How long a camera may send without a key frame. Some have only one, at their start, and refresh the picture part by part.
    /// </summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly AccessUnit _unit = new(sets);
    private AvcConfiguration _configuration = new(LengthBytes: 4, []);
    private long _beganAt;
    private bool _hasLost;

    /// <summary>The complete unit, valid until the next tag is added.</summary>
    public ReadOnlySpan<byte> Unit => _unit.Bytes;

    /// <summary>Whether there has been a key frame.</summary>
    public bool HasKeyFrame { get; private set; }

    /// <summary>Whether units were dropped between the complete unit and the one before.</summary>
    public bool FollowsLoss { get; private set; }

    /// <summary>Why it can't be used, as the end of a sentence about the camera; null if nothing is known.</summary>
    public string? Unsupported { get; private set; }

    /// <summary>Adds a tag.</summary>
    /// <returns>Whether there is a complete unit. One that is damaged is dropped.</returns>
    /// <exception cref="InvalidDataException">A configuration is damaged.</exception>
    public bool Add(FlvTag tag)
    {
        if (tag.IsConfiguration)
        {
            _configuration = AvcConfiguration.Read(tag.Payload);
            foreach (byte[] set in _configuration.ParameterSets)
                sets.Add(set);
            return false;
        }

        if (_beganAt == 0)
            _beganAt = time.GetTimestamp();
        _unit.Clear();
        if (!TryAddNals(tag.Payload) || !_unit.HasPicture)
        {
            _hasLost |= _unit.IsBroken;
            _unit.Clear();
            CheckWait();
            return false;
        }

        HasKeyFrame |= _unit.IsKeyFrame;
        CheckWait();
        (FollowsLoss, _hasLost) = (_hasLost, false);
        return true;
    }

    private bool TryAddNals(ReadOnlySpan<byte> units)
    {
        if (units.Length > AccessUnit.MaxBytes)
        {
            Unsupported = AccessUnit.TooLong;
            return false;
        }

        try
        {
            for (int at = 0; at < units.Length && !_unit.IsBroken;)
            {
                ReadOnlySpan<byte> nal = _configuration.ReadUnit(units, ref at);
                if (nal.IsEmpty)
                    continue;
                _unit.BeginNal(new NalHeader(nal[0]));
                _unit.Append(nal[1..]);
            }
        }
        catch (InvalidDataException)
        {
            _unit.Break();
        }

        _unit.EndNal();
        return !_unit.IsBroken;
    }

    private void CheckWait()
    {
        if (!HasKeyFrame && Unsupported is null && time.GetElapsedTime(_beganAt) > MaxWait)
            Unsupported = $"sent no key frame within {MaxWait.TotalSeconds:0} s";
    }
}
