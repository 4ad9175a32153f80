using System.Reflection;

namespace VideoStream.Tests.Architecture;

/// <summary>Names of the past and the field's terms that replaced them.</summary>
internal static class OldNames
{
    public static readonly OldName[] All =
    [
        new("Wish", "RenditionRequest"),
        new("Choice", "Rendition"),
        new("LookInterval", "TcpInfoSampler"),
        new("NeedsLook", "IsDue"),
        new("IsOver", "IsDue"),
        new("Distance", "MinRtt or BaseDelay"),
        new("ServiceRate", "DeliveryRate"),
        new("HeldTime", "SendBlockedTime"),
        new("IsHeld", "IsSendBlocked"),
        new("IsHeldBack", "IsWindowLimited"),
        new("HeldSince", "SendBlockedSince"),
        new("OnTheWay", "InFlight"),
        new("Outstanding", "BytesInFlight"),
        new("Uncounted", "BurstAllowance"),
        new("Standing", "SmoothedInFlight"),
        new("Fall", "Downgrade"),
        new("Climb", "Upgrade"),
        new("Hold", "UpgradeDelay"),
        new("AreEarly", "IsUncongested"),
        new("AreQuick", "IsUncongested"),
        new("Allowance", "DelayTolerance"),
        new("IsBeginning", "IsInSlowStart"),
        new("StandInOrSet", "RunInlineOrSignal"),
        new("SendAtOnce", "TrySend"),
        new("SentAtOnce", "OnSent"),
        new("News", "PendingNotifications"),
        new("Announce", "Notify"),
        new("SessionTexts", "ServerMessageFactory"),
        new("DeferredPictures", "PendingSendRecords"),
        new("VariantBytes", "EncodedSizeModel"),
        new("Counted", "RefCounted"),
        new("Claim", "Retain"),
        new("SourceQuality", "Passthrough"),
        new("IsPassable", "CanPassThrough"),
        new("Passed", "PassedThrough"),
        new("Content", "ContentId") { Applies = IsNumber },
        new("Box", "MaxSize"),
        new("NewestPicture", "LatestFrameInfo"),
        new("TellsTime", "HasDynamicOverlay"),
        new("Turnaround", "EncodeLatency"),
        new("IsLate", "IsOverloaded"),
        new("Answers…", "IsReachable"),
        new("Why…", "Fault"),
        new("FeedOptions", "ClientLimits"),
        new("FeedRequest", "StreamRequest"),
        new("Pipeline", "BackgroundLoops"),
        new("Clock", "TimeProviderExtensions") { Applies = IsType },
        new("Capture", "CaptureStamp") { Applies = IsType },
        new("SendStall", "StallDetector"),
        new("PartSender", "MjpegSink"),
        new("CutAfter", "AbortAfter"),
        new("Take", "a verb for each meaning"),
        new("Way", "path or link"),
        new("Look", "sample"),
    ];

    private static bool IsType(MemberInfo member) => member is Type;

    private static bool IsNumber(MemberInfo member)
    {
        Type? type = member switch
        {
            PropertyInfo property => property.PropertyType,
            FieldInfo field => field.FieldType,
            MethodInfo method => method.ReturnType,
            _ => null,
        };
        return type?.IsPrimitive == true;
    }
}
