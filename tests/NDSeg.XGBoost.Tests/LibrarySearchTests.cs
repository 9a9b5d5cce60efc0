using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using NDSeg.XGBoost.Native;
using Xunit;

namespace NDSeg.XGBoost.Tests;

public sealed class LibrarySearchTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("ndseg-xgboost-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Windows keeps the file of a loaded library.
        }
    }

    [Fact]
    public void Module_comes_before_the_system()
    {
        string lib = Path.Combine(root, "lib");
        string first = LibrarySearch.FileNames[0];

        List<string> candidates = [.. new LibrarySearch(null, lib, ["/lib/libsystem-copy.so"]).Candidates()];

        Assert.Equal(Path.Combine(lib, first), candidates[0]);
        Assert.True(candidates.IndexOf(Path.Combine(root, "native", first)) < candidates.IndexOf(Path.Combine(lib, "native", first)));
        Assert.Contains(candidates, path => path.Contains(Path.Combine(root, "runtimes"), StringComparison.Ordinal));
        Assert.Contains(candidates, path => path.Contains(Path.Combine(lib, "runtimes"), StringComparison.Ordinal));
        Assert.Equal("/lib/libsystem-copy.so", candidates[^1]);
        Assert.Equal(candidates.Count, candidates.Distinct().Count());
    }

    [Fact]
    public void Every_place_is_a_full_path_so_that_no_library_of_the_current_directory_is_loaded()
    {
        Assert.All(LibrarySearch.ForProcess(null).Candidates(), path => Assert.True(Path.IsPathFullyQualified(path), path));
        (XGBoostApi? api, XGBoostStatus status) = LibraryLoader.Load(new LibrarySearch(null, root, LibrarySearch.FileNames));
        Assert.Null(api);
        Assert.Contains("full path", status.Tried[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_file_is_the_only_candidate()
    {
        string file = Path.Combine(root, "other.so");
        Assert.Equal([file], new LibrarySearch(file, root, ["libxgboost.so"]).Candidates());
    }

    [Fact]
    public void A_named_folder_gives_the_usual_file_names()
        => Assert.Equal(
            LibrarySearch.FileNames.Select(name => Path.Combine(root, name)),
            new LibrarySearch(root, root, ["libxgboost.so"]).Candidates());

    [Fact]
    public void A_missing_library_is_reported_with_every_place_and_a_remedy()
    {
        var search = new LibrarySearch(null, Path.Combine(root, "lib"), [Path.Combine(root, "libndseg-no-such-library.so")]);

        (XGBoostApi? api, XGBoostStatus status) = LibraryLoader.Load(search);

        Assert.Null(api);
        Assert.False(status.Found);
        Assert.Null(status.Path);
        Assert.Null(status.Version);
        Assert.False(status.HasCuda);
        Assert.Equal(search.Candidates(), status.Tried.Select(attempt => attempt.Path));
        Assert.All(status.Tried, attempt => Assert.Equal("there is no such file", attempt.Reason));
        Assert.Contains(search.ModuleNativeFolder, status.Remedy, StringComparison.Ordinal);
        Assert.Contains(XGBoostLibrary.EnvironmentVariable, status.Remedy, StringComparison.Ordinal);

        SegException error = XGBoostLibrary.NotInstalled(status);
        Assert.Equal("XGBoostNotInstalled", error.Id);
        Assert.Equal(SegErrorKind.NotInstalled, error.Kind);
        Assert.All(status.Tried, attempt => Assert.Contains(attempt.Path, error.Message, StringComparison.Ordinal));
        Assert.Contains(status.Remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_reported_with_the_loaders_reason()
    {
        string file = Path.Combine(root, LibrarySearch.FileNames[0]);
        File.WriteAllText(file, "not a library");

        (XGBoostApi? api, XGBoostStatus status) = LibraryLoader.Load(new LibrarySearch(root, root, []));

        Assert.Null(api);
        Assert.Equal(file, status.Tried[0].Path);
        Assert.NotEqual("there is no such file", status.Tried[0].Reason);
        Assert.Contains("correct it or unset it", status.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_XGBoost_is_refused()
    {
        using Process process = Process.GetCurrentProcess();
        string other = process.Modules.Cast<ProcessModule>().Select(module => module.FileName).First(name => Path.GetFileName(name).StartsWith(OperatingSystem.IsWindows() ? "kernel32" : "libSystem.Native", StringComparison.OrdinalIgnoreCase));

        (XGBoostApi? api, XGBoostStatus status) = LibraryLoader.Load(new LibrarySearch(null, root, [other]));

        Assert.Null(api);
        Assert.Contains("XGBGetLastError", status.Tried[^1].Reason, StringComparison.Ordinal);
    }

    [XGBoostFact]
    public void A_library_in_the_modules_folder_is_found_from_lib()
    {
        string native = Directory.CreateDirectory(Path.Combine(root, "native")).FullName;
        string file = Path.Combine(native, LibrarySearch.FileNames[0]);
        XGBoostStatus loaded = XGBoostLibrary.Probe();
        using Process process = Process.GetCurrentProcess();
        string source = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .First(path => Path.GetFileName(path).Contains("xgboost.", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".Tests.dll", StringComparison.Ordinal) && !path.EndsWith("NDSeg.XGBoost.dll", StringComparison.Ordinal));
        File.Copy(source, file);

        (XGBoostApi? api, XGBoostStatus status) = LibraryLoader.Load(new LibrarySearch(null, Path.Combine(root, "lib"), []));

        Assert.NotNull(api);
        Assert.Equal(file, status.Path);
        Assert.Equal(loaded.Version, status.Version);
        Assert.True(status.Version >= XGBoostApi.Oldest);
        Assert.Empty(status.Remedy);
        Assert.Equal(Path.Combine(root, "lib", LibrarySearch.FileNames[0]), status.Tried[0].Path);
    }

    [XGBoostFact]
    public void The_answer_is_one_object_for_every_thread()
    {
        var answers = new XGBoostStatus[8];
        Parallel.For(0, answers.Length, i => answers[i] = XGBoostLibrary.Probe());
        Assert.All(answers, answer => Assert.Same(answers[0], answer));
    }

    [XGBoostFact]
    public void A_failure_is_remembered_until_the_variable_changes()
    {
        // A second copy of the assembly has a memory of its own; this one's answer stands since the attribute asked.
        var context = new AssemblyLoadContext("second copy", isCollectible: false);
        Type library = context.LoadFromAssemblyPath(typeof(XGBoostLibrary).Assembly.Location).GetType(typeof(XGBoostLibrary).FullName!)!;
        object Probe() => library.GetMethod(nameof(XGBoostLibrary.Probe), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;
        bool Found(object status) => (bool)status.GetType().GetProperty(nameof(XGBoostStatus.Found))!.GetValue(status)!;

        string? before = Environment.GetEnvironmentVariable(XGBoostLibrary.EnvironmentVariable);
        try
        {
            Environment.SetEnvironmentVariable(XGBoostLibrary.EnvironmentVariable, Path.Combine(root, "nowhere.so"));
            object failure = Probe();
            Assert.False(Found(failure));
            Assert.Same(failure, Probe());
        }
        finally
        {
            Environment.SetEnvironmentVariable(XGBoostLibrary.EnvironmentVariable, before);
        }

        object success = Probe();
        Assert.True(Found(success));
        Assert.Same(success, Probe());
    }
}
