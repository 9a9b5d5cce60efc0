using Xunit;

namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>The tests that share one workspace and its trained models.</summary>
[CollectionDefinition(Name)]
public sealed class SharedWorkspace : ICollectionFixture<VolumeWorkspace>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Volumes";
}
