using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace VideoStream.Access;

/// <summary>
/// The keys that protect logins and links (ASP.NET Core Data Protection). They are in the state directory, or else end with the process.
/// </summary>
internal static class KeyRing
{
    private const string Folder = "keys";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens the key ring, and makes its first key.</summary>
    public static IDataProtectionProvider Open(StateDirectory state)
    {
        if (state.OpenDirectory(Folder) is not { } folder)
            return new EphemeralDataProtectionProvider();
        // Made here, and not by the host, whose log would warn at each start that the keys are not encrypted.
        IDataProtectionProvider provider = DataProtectionProvider.Create(folder, ring => ring.SetApplicationName("VideoStream"));
        try
        {
            provider.CreateProtector("start").Protect([]);
            foreach (FileInfo file in folder.EnumerateFiles())
                Restrict(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw StateProblem.Unusable(folder.FullName, e.GetBaseException().Message);
        }

        return provider;
    }

    /// <summary>The framework gives its files the permissions of the process.</summary>
    private static void Restrict(FileInfo file)
    {
        if (!OperatingSystem.IsWindows())
            file.UnixFileMode = Private;
    }
}
