using NDSeg.Torch.Native;
using Xunit;

namespace NDSeg.Torch.Tests;

public sealed class TorchPlacesTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ndseg-places-");

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("lib")]
    [InlineData("libtorch/lib")]
    [InlineData("torch/lib")]
    public void A_home_may_be_named_at_several_depths(string layout)
    {
        string folder = Put(Path.Combine("home", layout), "torch_cpu");
        string module = Put("module/lib", "LibTorchSharp");
        TorchPlaces places = TorchPlaces.Find(Path.Combine(root.FullName, "home"), null, module);
        Assert.Equal(folder, places.Folder);
        Assert.Equal(Path.Combine(module, TorchPlaces.FileName("LibTorchSharp")), places.Binding);
        Assert.False(places.HasCuda);
    }

    [Fact]
    public void The_folder_staged_beside_the_module_is_found_without_a_home()
    {
        string staged = Put("module/native/torch", "torch_cpu", "LibTorchSharp", "torch_cuda");
        TorchPlaces places = TorchPlaces.Find(null, null, Path.Combine(root.FullName, "module", "lib"));
        Assert.Equal(staged, places.Folder);
        Assert.Equal(Path.Combine(staged, TorchPlaces.FileName("LibTorchSharp")), places.Binding);
        Assert.True(places.HasCuda);
    }

    [Fact]
    public void A_home_that_holds_nothing_is_not_replaced_by_another_libtorch_in_silence()
    {
        Put("module/native/torch", "torch_cpu", "LibTorchSharp");
        TorchPlaces places = TorchPlaces.Find(Path.Combine(root.FullName, "elsewhere"), null, Path.Combine(root.FullName, "module", "lib"));
        Assert.Null(places.Folder);
        Assert.Contains(places.Searched, line => line.Contains("elsewhere", StringComparison.Ordinal) && line.EndsWith("no such folder", StringComparison.Ordinal));
    }

    [Fact]
    public void Probing_where_nothing_is_says_what_was_looked_for_where_and_how_to_get_it()
    {
        TorchPlaces places = TorchPlaces.Find(null, null, Path.Combine(root.FullName, "module", "lib"));
        TorchLibraryStatus status = TorchLibrary.Probe(places, detailed: true);
        Assert.False(status.Found);
        Assert.Null(status.LibTorchFolder);
        Assert.Contains(TorchPlaces.FileName("torch_cpu"), status.Problem, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(root.FullName, "module", "native", "torch"), status.Problem, StringComparison.Ordinal);
        Assert.Contains("NDSEG_TORCH_HOME", status.Remedy, StringComparison.Ordinal);
        Assert.Contains("NDSegTorchFlavour", status.Remedy, StringComparison.Ordinal);
        Assert.NotEmpty(status.Searched);
    }

    [Fact]
    public void The_missing_half_of_the_binding_is_named()
    {
        Put("module/native/torch", "torch_cpu");
        TorchPlaces places = TorchPlaces.Find(null, null, Path.Combine(root.FullName, "module", "lib"));
        Assert.NotNull(places.Folder);
        Assert.Null(places.Binding);
        SegException error = TorchRuntime.NotFound(places);
        Assert.Equal("TorchNotFound", error.Id);
        Assert.Contains(TorchPlaces.FileName("LibTorchSharp"), error.Message, StringComparison.Ordinal);
    }

    private string Put(string folder, params string[] libraries)
    {
        string full = Path.GetFullPath(Path.Combine(root.FullName, folder));
        Directory.CreateDirectory(full);
        foreach (string library in libraries)
        {
            File.WriteAllBytes(Path.Combine(full, TorchPlaces.FileName(library)), []);
        }

        return full;
    }
}
