using System.Net;

namespace VideoStream.Cameras.Sources.Http.Authentication;

/// <summary>Sends user and password as they are (RFC 7617).</summary>
internal sealed class BasicAuthorization(NetworkCredential credentials) : Authorization
{
    public override int Strength => 0;

    public override string Next(string method, string path) =>
        "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{credentials.UserName}:{credentials.Password}"));
}
