using System.Management.Automation;
using System.Runtime.Loader;

namespace NDSeg.PowerShell.Loading;

/// <summary>
/// Connects the module's load context with the default one while at least one runspace has the module imported. Nothing is
/// loaded by an import: the first command that needs a library loads it.
/// </summary>
public sealed class ModuleLoader : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly Lock Gate = new();
    private static int imports;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            if (imports++ == 0)
            {
                AssemblyLoadContext.Default.Resolving += SegLoadContext.ResolveForDefault;
            }
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            if (imports > 0 && --imports == 0)
            {
                AssemblyLoadContext.Default.Resolving -= SegLoadContext.ResolveForDefault;
            }
        }
    }
}
