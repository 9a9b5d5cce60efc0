using System.ComponentModel;
using System.Diagnostics;

namespace NDSeg.PowerShell.Painting;

/// <summary>Opens an address in the user's browser.</summary>
internal static class BrowserLauncher
{
    /// <summary>Opens it.</summary>
    /// <returns>Whether there was something to open it with.</returns>
    public static bool TryOpen(Uri address)
    {
        try
        {
            ProcessStartInfo start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo(address.ToString()) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process? process = Process.Start(start);

            // Where no browser is set up, xdg-open says so at once.
            return OperatingSystem.IsWindows() || (process is not null && (!process.WaitForExit(1500) || process.ExitCode == 0));
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or FileNotFoundException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
