using NDSeg.Torch.Native;
using Xunit;

namespace NDSeg.Torch.Tests;

public class RuntimeTests
{
    [TorchFact]
    public void Loading_torch_gives_working_tensors()
    {
        TorchRuntime.EnsureLoaded();
        Assert.True(TorchRuntime.IsLoaded);
        using TorchSharp.torch.Tensor ones = TorchSharp.torch.ones(3, 4);
        using TorchSharp.torch.Tensor sum = ones.sum();
        Assert.Equal(12, sum.item<float>());
    }

    [TorchFact]
    public void The_binding_is_patched_exactly_where_the_standard_library_is_too_old()
    {
        TorchRuntime.EnsureLoaded();
        string? standard = StandardLibraryPatch.LoadedStandardLibrary();
        bool old = standard is not null && !new ElfImage(File.ReadAllBytes(standard)).VersionDefinitions.Contains("GLIBCXX_3.4.32");
        Assert.Equal(old, TorchRuntime.BindingWasPatched);
    }

    [TorchFact]
    public void A_detailed_probe_tells_folders_and_versions()
    {
        TorchLibraryStatus status = TorchLibrary.Probe(detailed: true);
        Assert.True(status.Found);
        Assert.True(status.Loaded);
        Assert.True(File.Exists(status.BindingPath));
        Assert.True(File.Exists(Path.Combine(status.LibTorchFolder!, TorchPlaces.FileName("torch_cpu"))));
        Assert.Matches(@"^0\.\d+", status.TorchSharpVersion);
        Assert.Equal(status.CudaUsable, status.Problem is null);
        Assert.Equal(status.Problem is null, status.Remedy is null);
    }

    [TorchFact]
    public void A_card_that_cannot_be_used_is_an_error_and_never_the_processor()
    {
        if (TorchLibrary.Probe(detailed: true).CudaUsable)
        {
            Assert.Equal("cuda:0", new TorchEngine("cuda").DeviceName);
            return;
        }

        SegException error = Assert.Throws<SegException>(() => new TorchEngine("cuda"));
        Assert.Equal("CudaNotAvailable", error.Id);
        Assert.Equal(SegErrorKind.NotInstalled, error.Kind);
        Assert.Contains("Expected", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    public void A_device_that_is_none_is_named(string device)
        => Assert.Equal("UnknownDevice", Assert.Throws<SegException>(() => new TorchEngine(device)).Id);
}
