using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using VideoStream.Access;

namespace VideoStream.Transports.Connections;

/// <summary>
/// Middleware that keeps the number of open connections within the <see cref="ConnectionBudget"/>: one for connections, which are counted
/// before TLS, and one for requests, while which a connection is not idle.
/// </summary>
internal sealed partial class ConnectionLimiter(
    ConnectionBudget budget, RefusalCounts refusals, TimeProvider time, ILogger<ConnectionLimiter> logger)
{
    private const string HealthPath = "/healthz";

    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _loggedAt;
    private int _evicted;
    private int _refused;

    /// <summary>Connection middleware.</summary>
    public ConnectionDelegate Limit(ConnectionDelegate next) => async connection =>
    {
        var slot = new ConnectionSlot(() => connection.Abort(new ConnectionAbortedException("Gave way to another connection")));
        bool isAdmitted = budget.TryEnter(slot, out ConnectionSlot? evicted);
        if (evicted is not null || !isAdmitted)
            Report(evicted is not null, !isAdmitted);
        evicted?.Abort();
        if (!isAdmitted)
        {
            connection.Abort(new ConnectionAbortedException("Too many connections"));
            return;
        }

        try
        {
            connection.Features.Set(slot);
            await next(connection);
        }
        catch (NotSupportedException e) when (connection.Features.Get<ITlsHandshakeFeature>() is not null)
        {
            // The web server's TLS completes its writer while another write is pending, if the client just left. Nothing is lost.
            LogEndedWhileWriting(connection.ConnectionId, e.Message);
        }
        finally
        {
            budget.Leave(slot);
        }
    };

    /// <summary>Request middleware. Must be before all others.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ConnectionSlot>() is not { } slot)
        {
            await next(context);
            return;
        }

        budget.BeginRequest(slot);
        try
        {
            await (slot.IsReserve ? AnswerAboveLimitAsync(context, next) : next(context));
        }
        finally
        {
            budget.EndRequest(slot);
        }
    }

    /// <summary>Answers health checks, so that an overloaded service is not taken for a dead one and restarted.</summary>
    private Task AnswerAboveLimitAsync(HttpContext context, RequestDelegate next)
    {
        // Not by the header "Connection", which HTTP/2 does not have.
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        if (context.Request.Path.StartsWithSegments(HealthPath))
            return next(context);
        Report(isEviction: false, isRefusal: true);
        return Problems
            .Busy(context, "Too many connections", $"{budget.Limit} connections are open, which is the limit")
            .ExecuteAsync(context);
    }

    /// <summary>Logs at most one line a minute, with what happened since the last one.</summary>
    private void Report(bool isEviction, bool isRefusal)
    {
        if (isRefusal)
            refusals.Add(RefusalCause.TooManyConnections);
        lock (_gate)
        {
            _evicted += isEviction ? 1 : 0;
            _refused += isRefusal ? 1 : 0;
            if (_loggedAt != 0 && time.GetElapsedTime(_loggedAt) < LogInterval)
                return;
            LogLimitReached(budget.Limit, _evicted, _refused);
            (_loggedAt, _evicted, _refused) = (time.GetTimestamp(), 0, 0);
        }
    }
}
