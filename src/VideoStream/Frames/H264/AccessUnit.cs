namespace VideoStream.Frames.H264;

/// <summary>
/// Puts an access unit together in Annex B form, in memory that is used again. Slices are kept. Parameter sets are kept apart, and written
/// before each key frame. What decoders can do without (delimiters, SEI, filler, extensions) is left out.
/// </summary>
/// <param name="sets">Gets the stream's parameter sets.</param>
internal sealed class AccessUnit(ParameterSets sets)
{
    /// <summary>Maximum length in bytes. A longer one is broken.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>What is wrong with a camera that sends longer ones, in words.</summary>
    public static readonly string TooLong = $"sends frames of more than {MaxBytes / (1024 * 1024)} MB";

    private const int SmallestBuffer = 64 * 1024;

    private byte[] _bytes = new byte[SmallestBuffer];
    private int _length;

    /// <summary>Where the open NAL unit begins, and whether its bytes are kept, at least until its end.</summary>
    private int _nal;

    private bool _isOpen;
    private bool _isKept;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Whether nothing has been added.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Whether it has a slice.</summary>
    public bool HasPicture { get; private set; }

    /// <summary>Whether decoding can begin with it.</summary>
    public bool IsKeyFrame { get; private set; }

    /// <summary>Whether others may refer to it.</summary>
    public bool IsReference { get; private set; }

    /// <summary>Whether a part of it is missing. Nothing more is added then.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether one was longer, this or one before it.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Begins the next one. An open NAL unit is dropped.</summary>
    public void Clear()
    {
        (_length, _isOpen, _isKept) = (0, false, false);
        (IsEmpty, HasPicture, IsKeyFrame, IsReference, IsBroken) = (true, false, false, false, false);
    }

    /// <summary>Says that a part of it is missing.</summary>
    public void Break()
    {
        Clear();
        (IsEmpty, IsBroken) = (false, true);
    }

    /// <summary>Begins a NAL unit, and ends the one before.</summary>
    public void BeginNal(NalHeader header)
    {
        EndNal();
        IsEmpty = false;
        if (header.IsSlice && !HasPicture)
            BeginPicture(header);
        if (IsBroken)
            return;
        (_isOpen, _isKept) = (true, header.IsSlice || header.Type is NalType.Sps or NalType.Pps);
        if (!_isKept)
            return;
        IsReference |= header.IsSlice && header.RefIdc != 0;
        Write(AnnexB.StartCode);
        _nal = _length;
        Write([header.Value]);
    }

    /// <summary>Adds bytes to the open NAL unit.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_isKept)
            Write(bytes);
    }

    /// <summary>Ends the open NAL unit, if there is one.</summary>
    public void EndNal()
    {
        if (_isOpen && _isKept && !new NalHeader(_bytes[_nal]).IsSlice)
        {
            sets.Add(_bytes.AsSpan(_nal.._length));
            _length = _nal - AnnexB.StartCode.Length;
        }

        (_isOpen, _isKept) = (false, false);
    }

    private void BeginPicture(NalHeader header)
    {
        bool isKeyFrame = header.Type == NalType.IdrSlice;
        if (isKeyFrame && !sets.IsComplete)
        {
            Break();
            return;
        }

        if (isKeyFrame)
            sets.BeginKeyFrame();
        (HasPicture, IsKeyFrame) = (true, isKeyFrame);
        ReadOnlySpan<byte> changed = sets.DetachChanged();
        Write(isKeyFrame ? sets.All : changed);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > MaxBytes)
        {
            IsTooLong = true;
            Break();
            return;
        }

        if (_length + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
