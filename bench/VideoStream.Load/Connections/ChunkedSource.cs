using System.Globalization;
using System.Runtime.CompilerServices;

namespace VideoStream.Load.Connections;

/// <summary>Body of a response with chunked transfer coding (RFC 9112, section 7.1).</summary>
internal sealed class ChunkedSource(ByteWindow coded) : IByteSource
{
    private int _left;
    private bool _started;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> into)
    {
        if (_left == 0 && !await StartChunkAsync())
            return 0;
        int read = await coded.ReadAsync(into[..Math.Min(into.Length, _left)]);
        _left -= read;
        return read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> SkipAsync(int most)
    {
        if (_left == 0 && !await StartChunkAsync())
            return 0;
        int skipped = await coded.SkipAsync(Math.Min(most, _left));
        _left -= skipped;
        return skipped;
    }

    /// <returns>False at the end of the body.</returns>
    private async ValueTask<bool> StartChunkAsync()
    {
        if (_started)
            await coded.ReadLineAsync();
        _started = true;
        string size = await coded.ReadLineAsync();
        if (!int.TryParse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _left) || _left < 0)
            throw new InvalidDataException($"'{size}' is not a chunk size");
        return _left > 0;
    }
}
