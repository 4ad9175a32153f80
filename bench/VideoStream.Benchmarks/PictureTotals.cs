namespace VideoStream.Benchmarks;

/// <summary>What was done with the frames of a camera so far.</summary>
/// <param name="Decodes">Decodes of the camera's JPEGs.</param>
/// <param name="Turned">Turned without a decode.</param>
/// <param name="Encodes">Encodes, of all variants.</param>
/// <param name="Passed">Passed on as the camera sent them, or turned.</param>
/// <param name="Taken">Taken by the viewers of the variants.</param>
/// <param name="Pictures">Pictures that memory was allocated for.</param>
internal readonly record struct PictureTotals(long Decodes, long Turned, long Encodes, long Passed, long Taken, long Pictures)
{
    public static PictureTotals operator -(PictureTotals end, PictureTotals begin) => new(
        end.Decodes - begin.Decodes, end.Turned - begin.Turned, end.Encodes - begin.Encodes, end.Passed - begin.Passed,
        end.Taken - begin.Taken, end.Pictures - begin.Pictures);

    public override string ToString() =>
        $"{Decodes} decodes, {Turned} turned, {Encodes} encodes, {Passed} passed, {Taken} taken, memory for {Pictures} more pictures";
}
