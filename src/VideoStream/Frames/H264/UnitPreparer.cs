using System.Buffers;

namespace VideoStream.Frames.H264;

/// <summary>
/// Prepares a camera's access units for viewers: writes into them that no picture is reordered, so that decoders hold none back. Finds
/// out whether that is true.
/// </summary>
internal sealed class UnitPreparer
{
    private const byte Baseline = 66, Main = 77, Extended = 88, High = 100;

    /// <summary>Between two B-frames of a camera are no more units.</summary>
    private const int BidirectionalInterval = 32;

    private readonly ArrayBufferWriter<byte> _keyFrame = new();
    private byte[] _parameters = [];
    private string? _doubt;
    private bool _isBroken = true;
    private int _sinceBidirectional = BidirectionalInterval;

    /// <summary>The stream; null before the first key frame.</summary>
    public H264Stream? Stream { get; private set; }

    /// <summary>Why viewers can't be passed the stream, in words; null as far as they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Prepares the next unit.</summary>
    /// <param name="unit">The unit, in Annex B form. A key frame has its parameter sets.</param>
    /// <param name="followsLoss">Whether units before it were lost.</param>
    /// <param name="kind">How it depends on others.</param>
    /// <returns>The unit for viewers; null before the first key frame, and if there is a <see cref="Problem"/>.</returns>
    public PooledBuffer? TryPrepare(ReadOnlySpan<byte> unit, bool followsLoss, out H264UnitKind kind)
    {
        kind = KindOf(unit);
        if (Problem is not null || (kind != H264UnitKind.Key && Stream is null))
            return null;
        _isBroken = kind != H264UnitKind.Key && (_isBroken || followsLoss);
        if (kind != H264UnitKind.Key)
        {
            kind = _isBroken ? H264UnitKind.Broken : kind;
            return PooledBuffer.Copy(unit);
        }

        CopyKeyFrame(unit);
        return Problem is null && Stream is not null ? PooledBuffer.Copy(_keyFrame.WrittenSpan) : null;
    }

    private H264UnitKind KindOf(ReadOnlySpan<byte> unit)
    {
        H264UnitKind kind = H264UnitKind.Disposable;
        bool isBidirectional = false;
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (!nal.Header.IsSlice)
                continue;
            if (nal.Header.Type == NalType.IdrSlice)
                return H264UnitKind.Key;
            if (nal.Header.RefIdc != 0)
                kind = H264UnitKind.Reference;
            isBidirectional |= nal.Header.Type == NalType.Slice && SliceReader.IsBidirectional(nal.Bytes);
        }

        CountBidirectional(isBidirectional);
        return kind;
    }

    /// <summary>A camera that makes B-frames makes many. A single one is damaged.</summary>
    private void CountBidirectional(bool isBidirectional)
    {
        _sinceBidirectional++;
        if (!isBidirectional)
            return;
        if (_sinceBidirectional <= BidirectionalInterval)
            Problem = "the camera has H.264 with B-frames, which are sent later than they were captured";
        _sinceBidirectional = 0;
    }

    /// <summary>
    /// Follows the parameters of the key frame. Once there were good ones, other ones that can't be passed must come twice in a row: a
    /// camera may have sent one that was damaged. Until then the good ones stay.
    /// </summary>
    private void CopyKeyFrame(ReadOnlySpan<byte> unit)
    {
        string? problem = Follow(unit);
        if (problem is not null && (Stream is null || problem == _doubt))
            Problem = problem;
        _doubt = problem;
        _keyFrame.Clear();
        if (Problem is not null || Stream is null)
            return;
        CopyParameters();
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (nal.Header.Type == NalType.Sps)
                continue;
            _keyFrame.Write(AnnexB.StartCode);
            _keyFrame.Write(nal.Bytes);
        }
    }

    private void CopyParameters()
    {
        _keyFrame.Write(AnnexB.StartCode);
        Span<byte> restricted = _keyFrame.GetSpan(SpsRewriter.MaxLength(_parameters.Length));
        if (SpsRewriter.TryRestrict(_parameters, restricted, out int length))
            _keyFrame.Advance(length);
        else
            _keyFrame.Write(_parameters);
    }

    /// <summary>Takes over the parameters of a key frame, if viewers can be passed a stream with them.</summary>
    /// <returns>Why that is not so; null if it is.</returns>
    private string? Follow(ReadOnlySpan<byte> unit)
    {
        ReadOnlySpan<byte> found = default;
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (nal.Header.Type != NalType.Sps)
                continue;
            if (!found.IsEmpty && !found.SequenceEqual(nal.Bytes))
                return "the camera has H.264 with several sequence parameter sets";
            found = nal.Bytes;
        }

        return found.IsEmpty || found.SequenceEqual(_parameters) ? null : FollowOther(found);
    }

    private string? FollowOther(ReadOnlySpan<byte> parameters)
    {
        if (parameters.Length > SpsReader.MaxLength || !SpsReader.TryRead(parameters, out SpsInfo sps))
            return "the camera has H.264 with a sequence parameter set that can't be read";
        if (ProblemOf(sps) is { } problem)
            return problem;
        _parameters = parameters.ToArray();
        var stream = new H264Stream(new VideoFormat(sps.CodecString, sps.Size), sps.Colours);
        // The same objects while nothing has changed.
        if (stream != Stream)
            Stream = stream;
        return null;
    }

    /// <summary>What not all browsers show, or show with a delay.</summary>
    private static string? ProblemOf(SpsInfo sps)
    {
        if (!sps.IsProgressive)
            return "the camera has interlaced H.264";
        if (sps.ChromaFormat != 1 || sps.Profile is not (Baseline or Main or Extended or High))
            return $"the camera has H.264 of profile {sps.Profile}, which browsers don't show";
        return sps.Size.IsAllowed ? null : $"the camera has H.264 of {sps.Size} pixels";
    }
}
