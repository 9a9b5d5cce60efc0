using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text;
using BenchmarkDotNet.Running;
using NDSeg.Benchmarks;
using NDSeg.TestData;
using NDSeg.XGBoost.Native;

// table   [--runs N] [--no-peer] [--write]   every row, memory and start-up included; --write keeps them under results/
// table   --quick [--no-peer]                the rows of the extended preset only, fewer runs: about three minutes
// kernels [BenchmarkDotNet arguments]        single kernels
// torch   [DEVICE] [--runs N]               the tensor backend on cuda:0 (or cpu), against the processor's engine
// volume  [EDGE] [--runs N] [--no-peer]      a volume of edge^3 voxels (256) in three dimensions, fused, beside the peer's maps and forest
// memory  volume EDGE DEPTH | fused EDGE | extended EDGE | stack one figure, in this process
return args switch
{
    ["kernels", .. string[] rest] => Kernels(rest),
    ["torch", .. string[] rest] => Torch(rest),
    ["memory", "fused", string edge] => Memory(() => MemoryRun.Fused(int.Parse(edge, CultureInfo.InvariantCulture))),
    ["memory", "extended", string edge] => Memory(() => MemoryRun.Extended(int.Parse(edge, CultureInfo.InvariantCulture))),
    ["memory", "volume", string edge, string depth] => Memory(() => MemoryRun.Volume(int.Parse(edge, CultureInfo.InvariantCulture), int.Parse(depth, CultureInfo.InvariantCulture))),
    ["volume", .. string[] rest] => Volume(rest),
    ["memory", "stack"] => Memory(MemoryRun.Stack),
    [] or ["table", ..] => Table(args),
    _ => Usage(),
};

static int Table(string[] args)
{
    int at = Array.IndexOf(args, "--runs");
    bool quick = args.Contains("--quick");
    int runs = at >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : quick ? 3 : 5;
    if (quick && args.Contains("--write"))
    {
        return Usage(); // a part would replace the whole
    }

    string reason = "switched off";
    using PeerProcess? peer = args.Contains("--no-peer") ? null : PeerProcess.Start(out reason);
    BenchmarkJob job = BenchmarkJob.Load();
    var text = new StringBuilder();
    text.AppendLine(CultureInfo.InvariantCulture, $"Image: {job.Name}, {job.Image}; {runs} runs after two warm-up runs; medians (the large forest: 2 runs); the ratio is the median of the pairwise ratios.");
    text.AppendLine(CultureInfo.InvariantCulture, $"Processor: {Machine()}; .NET {Environment.Version}; XGBoost {XGBoostLibrary.Probe().Version?.ToString() ?? "not found"}.");
    text.AppendLine(peer is null ? $"Peer: none ({reason})." : $"Peer: {Peer(peer)}.");
    Console.WriteLine(text);
    text.AppendLine().AppendLine("| step | ours, median | ours, min to max (ms) | peer | ratio | labels |").AppendLine("|---|---|---|---|---|---|");
    if (quick)
    {
        new ExtendedRun(job, peer, runs, peerRuns: 1).Execute();
        return 0;
    }

    foreach (Row row in new TableRun(job, peer, runs).Execute())
    {
        text.AppendLine(row.ToString());
    }

    foreach (Row row in new ExtendedRun(job, peer, runs, runs).Execute())
    {
        text.AppendLine(row.ToString());
    }

    foreach (Row row in new VolumeRun(256, peer, runs, peerRuns: 1).Execute())
    {
        text.AppendLine(row.ToString());
    }

    string peerPeak = peer is null ? string.Empty : $"; the peer's peak after the table: {peer.Ask("info").GetProperty("peak_mb").GetDouble():F0} MB";
    peer?.Dispose();
    foreach (Row row in StartRun.Execute(runs))
    {
        text.AppendLine(row.ToString());
    }

    text.AppendLine().AppendLine("Memory, each figure from a process of its own" + peerPeak + ":").AppendLine();
    foreach (string[] figure in new string[][] { ["stack"], ["fused", "1568"], ["fused", "4096"], ["fused", "16384"], ["extended", "1568"], ["extended", "16384"], ["volume", "256", "256"], ["volume", "256", "1024"], ["volume", "512", "512"] })
    {
        string line = "* " + MemoryRun.InChild(figure);
        Console.WriteLine(line);
        text.AppendLine(line);
    }

    if (args.Contains("--write"))
    {
        Write(text.ToString());
    }

    return 0;
}

// One file for each kind of machine, so that a run on another one replaces nothing.
static void Write(string table)
{
    const string Begin = "<!-- table -->";
    const string End = "<!-- end of table -->";
    string name = string.Join('-', Machine().ToLowerInvariant().Split([' ', ',', '(', ')', '@', '/', '\\'], StringSplitOptions.RemoveEmptyEntries));
    string path = Path.Combine(SharedData.RepositoryRoot, "tests", "NDSeg.Benchmarks", "results", name + ".md");
    string text = File.Exists(path) ? File.ReadAllText(path) : $"# {Machine()}\n\n{Begin}\n{End}\n";
    int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
    int to = text.IndexOf(End, StringComparison.Ordinal);
    File.WriteAllText(path, text[..from] + "\n" + table + "\n" + text[to..]);
}

static string Machine()
    => $"{Processor()}, {Environment.ProcessorCount} cores, {(Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "scalar")}";

static string Processor()
{
    const string File = "/proc/cpuinfo";
    string? line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
    return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
}

static string Peer(PeerProcess peer)
{
    System.Text.Json.JsonElement info = peer.Ask("info");
    return string.Join(", ", new[] { "python", "numpy", "scipy", "skimage", "sklearn", "xgboost" }.Select(n => $"{n} {info.GetProperty(n)}")) + $", {info.GetProperty("threads")} threads";
}

static int Kernels(string[] rest)
{
    BenchmarkSwitcher.FromAssembly(typeof(BenchmarkJob).Assembly).Run(rest);
    return 0;
}

static int Torch(string[] rest)
{
    int at = Array.IndexOf(rest, "--runs");
    int runs = at >= 0 ? int.Parse(rest[at + 1], CultureInfo.InvariantCulture) : 10;
    NDSeg.Torch.TorchLibraryStatus status = NDSeg.Torch.TorchLibrary.Probe(detailed: true);
    Console.WriteLine(FormattableString.Invariant($"TorchSharp {status.TorchSharpVersion}, libtorch {status.LibTorchVersion} in {status.LibTorchFolder}; {(status.Cards.Count > 0 ? status.Cards[0] : "no card")}; medians of {runs} runs."));
    new TorchRun(BenchmarkJob.Load(), rest is [string device, ..] && !device.StartsWith('-') ? device : "cuda:0", runs).Execute();
    return 0;
}

static int Volume(string[] rest)
{
    int at = Array.IndexOf(rest, "--runs");
    int runs = at >= 0 ? int.Parse(rest[at + 1], CultureInfo.InvariantCulture) : 5;
    int edge = rest is [string given, ..] && !given.StartsWith('-') ? int.Parse(given, CultureInfo.InvariantCulture) : 256;
    using PeerProcess? peer = rest.Contains("--no-peer") ? null : PeerProcess.Start(out _);
    new VolumeRun(edge, peer, runs, peerRuns: 1).Execute();
    return 0;
}

static int Memory(Action measure)
{
    measure();
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("Expected one of: table [--runs N] [--no-peer] [--write | --quick]; kernels [BenchmarkDotNet arguments]; torch [DEVICE] [--runs N]; memory fused EDGE; memory extended EDGE; memory volume EDGE DEPTH; memory stack; volume [EDGE] [--runs N] [--no-peer].");
    return 2;
}
