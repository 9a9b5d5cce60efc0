using System.Security.Cryptography;
using System.Text;

namespace NDSeg.Storage;

/// <summary>The running system of this machine: all processes that see each other's locks, whatever disk these are on.</summary>
internal static class RunningSystem
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";
    private const int Letters = 12;

    /// <summary>A short mark in hexadecimal that no other machine has, nor this one after it was started again; where the system tells no more, the machine's name gives it.</summary>
    public static string Mark { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name())))[..Letters];

    private static string Name()
    {
        try
        {
            return File.Exists(BootFile) ? File.ReadAllText(BootFile).Trim() : Environment.MachineName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
