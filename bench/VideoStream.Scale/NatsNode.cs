namespace VideoStream.Scale;

/// <summary>A server of the NATS cluster.</summary>
internal sealed class NatsNode(int number)
{
    public int Number => number;

    public bool IsAlive { get; set; } = true;
}
