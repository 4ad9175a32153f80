using System.Text;

namespace VideoStream.Load.Connections;

/// <summary>Reads ASCII lines that end with CR LF or LF, as in HTTP.</summary>
internal static class Lines
{
    /// <summary>Reads one line, without its end.</summary>
    public static async ValueTask<string> ReadLineAsync(this ByteWindow window)
    {
        int length;
        while ((length = window.Unread.IndexOf((byte)'\n')) < 0)
            await window.EnsureAsync(window.Unread.Length + 1);
        string line = Encoding.ASCII.GetString(window.Unread[..length]).TrimEnd('\r');
        window.Consume(length + 1);
        return line;
    }
}
