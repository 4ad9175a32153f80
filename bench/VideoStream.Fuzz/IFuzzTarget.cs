namespace VideoStream.Fuzz;

/// <summary>A parser that is given any bytes, with what must hold for its answer.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>
    /// How many bytes it may allocate whatever the input is: tables, buffers of the pool, and what it keeps for the next input.
    /// </summary>
    int BytesOnce => 4 * 1024 * 1024;

    /// <summary>How many bytes it may allocate for each byte of the input.</summary>
    int BytesForEach { get; }

    /// <summary>Gives the parser one input.</summary>
    /// <exception cref="FuzzException">Its answer breaks a promise. Any other exception is a fault of the parser too.</exception>
    void Run(ReadOnlySpan<byte> input);
}
