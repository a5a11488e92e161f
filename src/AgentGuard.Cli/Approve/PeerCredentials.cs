using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AgentGuard.Cli;

/// <summary>Who is at the other end of a Unix domain socket, as the operating system knows it. The other end has no say in it.</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerOption = 17; // SO_PEERCRED
    private const int CredentialsLength = 12; // process, user and group, four bytes each

    private static readonly Lock s_lock = new();

    /// <summary>The user's name; null where the operating system does not know one.</summary>
    public static string? UserOf(Socket peer)
    {
        Span<byte> credentials = stackalloc byte[CredentialsLength];
        return peer.GetRawSocketOption(SocketLevel, PeerOption, credentials) == CredentialsLength ? NameOf(BinaryPrimitives.ReadUInt32LittleEndian(credentials[sizeof(int)..])) : null;
    }

    private static string? NameOf(uint user)
    {
        // The answer lies in memory that the next question overwrites. A name is its first member.
        lock (s_lock)
        {
            nint entry = GetUser(user);
            return entry == 0 ? null : Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(entry));
        }
    }

    [DllImport("libc", EntryPoint = "getpwuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetUser(uint user);
}
