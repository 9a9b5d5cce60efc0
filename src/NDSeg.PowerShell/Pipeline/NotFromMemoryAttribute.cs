using System.Management.Automation;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>
/// Keeps objects of this module from being taken for their files: a result has the property Path of the image it was made from, and
/// a command that binds paths by property name would read that image instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotFromMemoryAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is { } value && IsResult(value) ? new[] { PathInput.Refused(value) } : inputData;

    private static bool IsResult(object value)
        => value is not PathInput && value.GetType().Namespace is { } space && (space == "NDSeg" || space.StartsWith("NDSeg.", StringComparison.Ordinal));
}
