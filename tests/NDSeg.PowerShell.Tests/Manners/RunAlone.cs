using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>Tests that look at the threads of the process or at the clock, and so run beside no other test. They share one scene.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunAlone : ICollectionFixture<Scene>
{
    public const string Name = "Alone";
}
