using System.Net;
using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>
/// Connects to a host by whichever of its addresses answers first (Happy Eyeballs, RFC 8305). A name often has an address that leads
/// nowhere: an IPv6 address without a route, or one of a camera's old networks.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="resolve">Finds the addresses of a name.</param>
/// <param name="connect">Connects to one address, and stops trying when its token is cancelled.</param>
internal sealed class StaggeredConnector(
    TimeProvider time,
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    Func<IPEndPoint, CancellationToken, Task<Socket>> connect)
{
    /// <summary>How long an attempt is given before the next address is tried beside it.</summary>
    public static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>The time limit for a connection: for the name and all addresses together.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Errors from the most to the least telling. An error that is not listed tells least.</summary>
    private static readonly SocketError[] Telling =
        [SocketError.ConnectionRefused, SocketError.ConnectionReset, SocketError.TimedOut, SocketError.HostUnreachable];

    private IPAddress? _preferred;

    /// <summary>Connects over the network.</summary>
    public StaggeredConnector(TimeProvider time)
        : this(time, Dns.GetHostAddressesAsync, SocketConnect.RunAsync)
    {
    }

    /// <summary>Connects to a host, within <see cref="ConnectTimeout"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<ConnectResult> ConnectAsync(string host, int port, CancellationToken cancellationToken) =>
        ConnectAsync(host, port, ConnectTimeout, cancellationToken);

    /// <summary>Connects to a host.</summary>
    /// <param name="host">A name or an address, an IPv6 address without brackets.</param>
    /// <param name="port">The port.</param>
    /// <param name="limit">The time limit for the name and all addresses together.</param>
    /// <param name="cancellationToken">Cancels all attempts.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ConnectResult> ConnectAsync(string host, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal)
                ? [literal]
                : await resolve(host, race.Token).WaitAsync(race.Token);
            ConnectResult result = await RaceAsync(AddressOrder.Of(addresses, Volatile.Read(ref _preferred)), port, race);
            if (!result.IsConnected)
                cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
        catch (SocketException e)
        {
            return new ConnectResult(e.SocketErrorCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConnectResult(SocketError.TimedOut);
        }
    }

    private async Task<ConnectResult> RaceAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationTokenSource race)
    {
        (Queue<IPAddress> untried, List<Task<Socket>> attempts) = (new(addresses), []);
        SocketError error = SocketError.HostNotFound;
        try
        {
            while (untried.Count > 0 || attempts.Count > 0)
            {
                if (untried.TryDequeue(out IPAddress? next))
                    attempts.Add(AttemptAsync(next, port, race.Token));
                if (await FirstEndedAsync(attempts, isLast: untried.Count == 0, race.Token) is not { } ended)
                    continue;
                if (attempts.Remove(ended) && ended.IsCompletedSuccessfully)
                    return new ConnectResult(await ended);
                error = MoreTelling(error, ErrorOf(ended));
            }
        }
        catch (OperationCanceledException)
        {
            error = MoreTelling(error, SocketError.TimedOut);
        }
        finally
        {
            await race.CancelAsync();
            attempts.ForEach(Discard);
        }

        return new ConnectResult(error);
    }

    private async Task<Socket> AttemptAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        Socket socket = await connect(new IPEndPoint(address, port), cancellationToken);
        Volatile.Write(ref _preferred, address);
        return socket;
    }

    /// <summary>Waits for the first attempt that ends, or until it is time for the next address.</summary>
    /// <returns>The attempt; null if it is time for the next address.</returns>
    private async Task<Task<Socket>?> FirstEndedAsync(List<Task<Socket>> attempts, bool isLast, CancellationToken cancellationToken)
    {
        Task<Task<Socket>> ended = Task.WhenAny(attempts);
        if (isLast)
            return await ended.WaitAsync(cancellationToken);
        Task delay = Task.Delay(AttemptDelay, time, cancellationToken);
        await Task.WhenAny(ended, delay);
        cancellationToken.ThrowIfCancellationRequested();
        return ended.IsCompleted ? await ended : null;
    }

    /// <summary>Closes the socket of an attempt that lost, as soon as it has one. That may be much later.</summary>
    private static void Discard(Task<Socket> attempt) =>
        attempt.ContinueWith(
            ended =>
            {
                if (ended.IsCompletedSuccessfully)
                    ended.Result.Dispose();
                else
                    _ = ended.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    private static SocketError ErrorOf(Task attempt) =>
        (attempt.Exception?.InnerException as SocketException)?.SocketErrorCode ?? SocketError.TimedOut;

    private static SocketError MoreTelling(SocketError one, SocketError other)
    {
        if (one == SocketError.HostNotFound)
            return other;
        int Rank(SocketError error) => Array.IndexOf(Telling, error) is >= 0 and int at ? at : Telling.Length;
        return Rank(other) < Rank(one) ? other : one;
    }
}
