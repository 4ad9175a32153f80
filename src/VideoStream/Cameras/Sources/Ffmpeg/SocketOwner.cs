using System.Globalization;
using System.Net;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Finds which process a TCP connection on this machine belongs to.</summary>
internal static class SocketOwner
{
    // The columns of /proc/net/tcp (proc(5)).
    private const int LocalColumn = 1, RemoteColumn = 2, InodeColumn = 9;

    /// <summary>
    /// Whether a process, or one that it started, has the socket of a connection: what is installed as ffmpeg may be a script. Other
    /// systems than Linux do not say, and count as yes.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="local">The socket's own address (IPv4).</param>
    /// <param name="remote">The address that it is connected to (IPv4).</param>
    public static bool IsOwnedBy(int process, IPEndPoint local, IPEndPoint remote)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        try
        {
            return FindInode(File.ReadLines("/proc/self/net/tcp"), local, remote) is { } inode
                && Family(process.ToString(CultureInfo.InvariantCulture)).Any(member => HasSocket(member, inode));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or belongs to somebody else.
            return false;
        }
    }

    /// <summary>Finds the inode of a socket in the lines of <c>/proc/net/tcp</c>; null if it is not there.</summary>
    internal static string? FindInode(IEnumerable<string> lines, IPEndPoint local, IPEndPoint remote)
    {
        string own = Text(local), other = Text(remote);
        return lines
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(columns => columns.Length > InodeColumn && columns[LocalColumn] == own && columns[RemoteColumn] == other)
            ?[InodeColumn];
    }

    /// <summary>A process and its descendants.</summary>
    private static IEnumerable<string> Family(string process)
    {
        yield return process;
        foreach (string thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            string[] children = File.ReadAllText(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (string member in children.SelectMany(Family))
                yield return member;
        }
    }

    private static bool HasSocket(string process, string inode)
    {
        string socket = $"socket:[{inode}]";
        return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Any(path => new FileInfo(path).LinkTarget == socket);
    }

    /// <summary>
    /// An address as in <c>/proc/net/tcp</c>: its four bytes as a number of this machine, and the port, in hexadecimal digits.
    /// </summary>
    private static string Text(IPEndPoint endpoint)
    {
        uint address = BitConverter.ToUInt32(endpoint.Address.MapToIPv4().GetAddressBytes());
        return string.Create(CultureInfo.InvariantCulture, $"{address:X8}:{endpoint.Port:X4}");
    }
}
