namespace VideoStream.Viewers.Settings;

/// <summary>The codes of error messages, part of the protocol.</summary>
internal static class ErrorCode
{
    public const string NotJson = "not_json";
    public const string NotAnObject = "not_an_object";
    public const string UnknownType = "unknown_type";
    public const string UnknownAction = "unknown_action";
    public const string UnknownCamera = "unknown_camera";
    public const string NoCameraYet = "no_camera_yet";
    public const string MissingValue = "missing_value";
    public const string WrongType = "wrong_type";
    public const string OutOfRange = "out_of_range";
    public const string Forbidden = "forbidden";
    public const string BinaryMessage = "binary_message";
}
