using System.Diagnostics;
using NDSeg.TestData;

namespace NDSeg.PowerShell.Tests.Examples;

/// <summary>Scripts and commands in a process of their own, run by the console host as a user without pwsh runs them.</summary>
internal static class ShellProcess
{
    /// <summary>What a finished process left.</summary>
    internal sealed record Result(int ExitCode, string Output, string Error)
    {
        public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
    }

    /// <summary>Runs the host with these arguments.</summary>
    /// <param name="folder">Working folder.</param>
    /// <param name="shared">Value of NDSEG_SHARED; null leaves the variable as it is.</param>
    /// <param name="arguments">A script with its arguments, or <c>-Command</c> and a command.</param>
    internal static Result Run(string folder, string? shared, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [HostPath(), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (shared is not null)
        {
            start.Environment["NDSEG_SHARED"] = shared;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Result(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static string HostPath()
    {
        // The test's own configuration is the one its build made the host in.
        string configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";
        return Path.Combine(SharedData.RepositoryRoot, "src", "NDSeg.Shell", "bin", configuration, "net10.0", "ndseg-shell.dll");
    }
}
