namespace VideoStream.Tests.Adaptation;

/// <summary>A piece of a frame on a <see cref="SimulatedWire"/>.</summary>
/// <param name="connection">Its connection.</param>
/// <param name="index">Its place in the order of sending.</param>
/// <param name="bytes">Its size.</param>
internal sealed class SimulatedPacket(SimulatedConnection connection, int index, int bytes)
{
    public int Bytes => bytes;

    public void Lose() => connection.Lost();

    public void Arrive(TimeSpan now) => connection.Arrived(index, bytes, now);
}
