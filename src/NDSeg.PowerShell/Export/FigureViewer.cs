using System.ComponentModel;
using System.Diagnostics;

namespace NDSeg.PowerShell.Export;

/// <summary>Opens pictures in the program the system has for them.</summary>
internal static class FigureViewer
{
    /// <exception cref="SegException">NoViewer.</exception>
    public static void Open(string file)
    {
        string? program = Environment.GetEnvironmentVariable("NDSEG_VIEWER");
        var start = string.IsNullOrEmpty(program) ? new ProcessStartInfo(file) { UseShellExecute = true } : new ProcessStartInfo(program);
        if (!string.IsNullOrEmpty(program))
        {
            start.ArgumentList.Add(file);
        }

        try
        {
            Process.Start(start)?.Dispose();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            throw new SegException("NoViewer", SegErrorKind.NotInstalled, $"Expected a program that shows '{file}', found none: {e.Message}", "Name a program in NDSEG_VIEWER, or write the figure with Export-SegFigure.", cause: e);
        }
    }
}
