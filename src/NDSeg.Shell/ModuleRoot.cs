namespace NDSeg.Shell;

/// <summary>Makes <c>Import-Module NDSeg</c> find the module this program was built with.</summary>
internal static class ModuleRoot
{
    /// <summary>Puts a folder that holds the module on PSModulePath. Does nothing outside a checkout.</summary>
    public static void AddToModulePath()
    {
        if (Find() is not string root)
        {
            return;
        }

        string? folder = Path.GetFileName(root).Equals("NDSeg", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(root) : Linked(root);
        if (folder is not null)
        {
            string? others = Environment.GetEnvironmentVariable("PSModulePath");
            Environment.SetEnvironmentVariable("PSModulePath", string.IsNullOrEmpty(others) ? folder : folder + Path.PathSeparator + others);
        }
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NDSeg.psd1")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    // A module is found by the name of its folder, and a checkout may have any name.
    private static string? Linked(string root)
    {
        string modules = Path.Combine(root, "out", "modules");
        string link = Path.Combine(modules, "NDSeg");
        try
        {
            if (!Directory.Exists(link))
            {
                Directory.CreateDirectory(modules);
                Directory.CreateSymbolicLink(link, root);
            }

            return modules;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process made it at the same moment, or links are not permitted: the path of NDSeg.psd1 still works.
            return Directory.Exists(link) ? modules : null;
        }
    }
}
