using System.Diagnostics;
using System.Text;

namespace NDSeg.TestData;

/// <summary>Debian's Python with its packages (h5py, tifffile, PIL), as a reader and writer that knows nothing of NDSeg.</summary>
public static class PythonOracle
{
    private const int MostSeconds = 120;
    private static readonly Dictionary<string, string?> Known = [];

    /// <summary>Why a test that needs some packages cannot run; null where it can.</summary>
    /// <param name="modules">Names of modules, separated by commas.</param>
    public static string? Missing(string modules)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(modules, out string? reason))
            {
                reason = Try(["-c", "import " + modules], Path.GetTempPath(), out _) ? null : $"python3 with {modules} was not found.";
                Known.Add(modules, reason);
            }

            return reason;
        }
    }

    /// <summary>Runs a script in a folder.</summary>
    /// <param name="script">Path of the script.</param>
    /// <param name="folder">Working directory.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It failed, or did not end.</exception>
    public static string Run(string script, string folder, params string[] arguments)
        => Try([script, .. arguments], folder, out string output) ? output : throw new InvalidOperationException($"{script} failed: {output}");

    private static bool Try(string[] arguments, string folder, out string output)
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var start = new ProcessStartInfo(python, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var text = new StringBuilder();
        try
        {
            using var process = new Process { StartInfo = start };
            process.OutputDataReceived += (_, e) => Append(text, e.Data);
            process.ErrorDataReceived += (_, e) => Append(text, e.Data);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(TimeSpan.FromSeconds(MostSeconds)))
            {
                process.Kill();
                output = "It did not end.";
                return false;
            }

            process.WaitForExit();
            output = text.ToString();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            output = e.Message;
            return false;
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }
}
