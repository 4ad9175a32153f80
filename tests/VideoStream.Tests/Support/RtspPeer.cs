using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VideoStream.Tests.Support;

/// <summary>The camera's end of a connection to <see cref="ScriptedRtspCamera"/>. Blocks, on a thread of its own.</summary>
internal sealed class RtspPeer(Stream stream, ScriptedRtspCamera camera)
{
    /// <summary>A usual description.</summary>
    public const string Sdp = "v=0\r\ns=cam\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
        + "a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0LAHtoC,aM44gA==\r\na=control:trackID=1\r\n";

    /// <summary>The units that <see cref="Sdp"/> has.</summary>
    public static readonly byte[][] Sets = [Convert.FromBase64String("Z0LAHtoC"), Convert.FromBase64String("aM44gA==")];

    public RtpWriter Rtp { get; } = new();

    /// <summary>Reads the head of a request or a response. An exception ends the connection if there is none.</summary>
    public string Read()
    {
        List<byte> head = [];
        while (head is not [.., 13, 10, 13, 10])
            head.Add(stream.ReadByte() is >= 0 and int read ? (byte)read : throw new EndOfStreamException());
        string text = System.Text.Encoding.UTF8.GetString([.. head]);
        camera.Requests.Enqueue(text);
        return text;
    }

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="status">Status and reason.</param>
    /// <param name="headers">Lines, each with its end.</param>
    /// <param name="body">The body.</param>
    public void Answer(string request, string status = "200 OK", string headers = "", string body = "")
    {
        string number = Regex.Match(request, @"CSeq: (\d+)").Groups[1].Value;
        string length = body.Length > 0 ? $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n" : "";
        Write($"RTSP/1.0 {status}\r\nCSeq: {number}\r\n{headers}{length}\r\n{body}");
    }

    /// <summary>Answers all requests up to PLAY as a usual camera does.</summary>
    /// <param name="publicMethods">The methods that the camera has.</param>
    /// <param name="isAllowed">Answers a request with 401 or the like, and returns false; null to allow all.</param>
    public void Play(string publicMethods = "DESCRIBE, SETUP, PLAY, TEARDOWN", Func<string, bool>? isAllowed = null)
    {
        string request = "";
        while (!request.StartsWith("PLAY ", StringComparison.Ordinal))
        {
            request = Read();
            if (isAllowed?.Invoke(request) == false)
            {
                request = "";
                continue;
            }

            switch (request.Split(' ')[0])
            {
                case "OPTIONS":
                    Answer(request, headers: $"Public: {publicMethods}\r\n");
                    break;
                case "DESCRIBE":
                    Answer(request, headers: "Content-Base: rtsp://named/cam/\r\n", body: Sdp);
                    break;
                case "SETUP":
                    Answer(request, headers: "Transport: RTP/AVP/TCP;unicast;interleaved=4-5\r\nSession: 77;timeout=40\r\n");
                    break;
                default:
                    Answer(request, headers: "Session: 77\r\n");
                    break;
            }
        }
    }

    /// <summary>Sends packets with video.</summary>
    public void Send(IEnumerable<byte[]> packets)
    {
        foreach (byte[] packet in packets)
            Send(channel: 4, packet);
    }

    public void Send(byte channel, byte[] packet)
    {
        byte[] framed = [(byte)'$', channel, 0, 0, .. packet];
        BinaryPrimitives.WriteUInt16BigEndian(framed.AsSpan(2), (ushort)packet.Length);
        stream.Write(framed);
    }

    public void Write(string text) => stream.Write(System.Text.Encoding.UTF8.GetBytes(text));

    public void Write(byte[] bytes) => stream.Write(bytes);

    /// <summary>Reads what the client sends until it closes the connection.</summary>
    public void ReadToEnd()
    {
        while (true)
            Read();
    }
}
