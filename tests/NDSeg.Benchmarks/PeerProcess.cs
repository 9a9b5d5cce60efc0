using System.Diagnostics;
using System.Text.Json;

namespace NDSeg.Benchmarks;

/// <summary>The Python peer (peer.py) as a child process that answers one JSON line per command.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;
    private bool ended;

    private PeerProcess(Process process) => this.process = process;

    /// <summary>Starts the peer; null, with the reason, when Python or one of its packages is missing.</summary>
    public static PeerProcess? Start(out string reason)
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        try
        {
            var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peer.py")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            var peer = new PeerProcess(process);
            peer.Ask("info");
            process.BeginErrorReadLine();
            reason = string.Empty;
            return peer;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>Runs one step and gives its seconds, measured inside the peer.</summary>
    public double Seconds(params string[] command) => Ask(command).GetProperty("seconds").GetDouble();

    public JsonElement Ask(params string[] command)
    {
        process.StandardInput.WriteLine(string.Join('\t', command));
        process.StandardInput.Flush();
        string line = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("the Python peer ended: " + process.StandardError.ReadToEnd().Trim().Split('\n')[^1]);
        JsonElement answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("error", out JsonElement error) ? throw new InvalidOperationException($"{command[0]}: {error}") : answer;
    }

    public void Dispose()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        process.StandardInput.Close();
        process.WaitForExit(2000);
        process.Dispose();
    }
}
