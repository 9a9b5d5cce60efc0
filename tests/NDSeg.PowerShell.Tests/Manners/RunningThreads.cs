using System.Diagnostics;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>
/// Whether threads of this process compute. Where the system tells each thread's state, a thread that waits for a core counts
/// too, so that the answer does not depend on what else the machine does; elsewhere the process's CPU time is asked.
/// </summary>
internal static class RunningThreads
{
    private const int Looks = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>True as soon as nothing but the caller computed for a while; false when that did not come about in time.</summary>
    public static bool Settle(TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        int quiet = 0;
        while (quiet < Looks && Stopwatch.GetElapsedTime(start) < limit)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            Thread.Sleep(Pause);
            bool busy = OperatingSystem.IsLinux()
                ? Count() > 1
                : Process.GetCurrentProcess().TotalProcessorTime - before > Pause / 2;
            quiet = busy ? 0 : quiet + 1;
        }

        return quiet == Looks;
    }

    /// <summary>The number of threads that run or wait for a core; the caller is one of them. Linux only.</summary>
    public static int Count()
    {
        int running = 0;
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                // proc(5): number, (name), state. The name may hold anything, so the state is sought from behind it.
                string line = File.ReadAllText(Path.Combine(task, "stat"));
                running += line[line.LastIndexOf(')') + 2] == 'R' ? 1 : 0;
            }
            catch (IOException)
            {
                // The thread has ended since.
            }
        }

        return running;
    }
}
