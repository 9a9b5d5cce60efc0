namespace NDSeg.Torch;

/// <summary>Says what there is of the tensor backend on this machine.</summary>
public static class TorchLibrary
{
    /// <summary>Looks for libtorch and for cards. Never throws for what is missing.</summary>
    /// <param name="detailed">
    /// True loads libtorch and asks it; false only looks at files and at the graphics driver, and touches nothing of torch.
    /// </param>
    public static TorchLibraryStatus Probe(bool detailed = false) => throw new NotImplementedException();
}
