namespace VideoStream.Tests.Support;

/// <summary>A connection to <see cref="HttpStub"/>: each request that is written makes an answer readable.</summary>
/// <param name="answer">Gives the answer to a request.</param>
internal sealed class StubConnection(Func<string, StubAnswer> answer) : Stream
{
    private readonly ManualResetEventSlim _aborted = new();
    private readonly Queue<Stream> _readable = new();
    private string _written = "";
    private bool _isSilent;

    /// <summary>Whether the client has closed it.</summary>
    public bool IsAborted => _aborted.IsSet;

    /// <summary>Whether the server has closed it.</summary>
    public bool IsClosed { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Abort() => _aborted.Set();

    public override void Write(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(IsAborted, this);
        if (IsClosed)
            return;
        _written += System.Text.Encoding.Latin1.GetString(buffer, offset, count);
        if (!_written.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            return;
        StubAnswer next = answer(_written);
        _written = "";
        _isSilent = next.IsSilent;
        _readable.Enqueue(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(next.Head)));
        _readable.Enqueue(next.Body);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_readable.TryPeek(out Stream? readable))
        {
            ObjectDisposedException.ThrowIf(IsAborted, this);
            if (readable.Read(buffer, offset, count) is > 0 and int read)
                return read;
            _readable.Dequeue();
        }

        if (_isSilent)
            Assert.True(_aborted.Wait(TimeSpan.FromSeconds(30), CancellationToken.None), "the request was never cancelled");
        ObjectDisposedException.ThrowIf(IsAborted, this);
        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Abort();
        base.Dispose(disposing);
    }
}
