namespace NDSeg.TestData;

/// <summary>
/// Finds the real images and reference values, which live outside the project: in the folder that the variable
/// NDSEG_SHARED names, else in <c>../shared</c> beside the checkout.
/// </summary>
public static class SharedData
{
    /// <summary>The root of the checkout.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The folder, or null when it is not there.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The full path of a file, such as <c>data/sem/0.tif</c>.</summary>
    public static string PathOf(string relative)
        => Path.Combine(Root ?? throw new InvalidOperationException("Mark the test with [SharedFact] or [SharedTheory]: the shared data is not there."), relative);

    private static string? Find()
    {
        string? variable = Environment.GetEnvironmentVariable("NDSEG_SHARED");
        string folder = string.IsNullOrEmpty(variable) ? Path.Combine(RepositoryRoot, "..", "shared") : variable;
        return Directory.Exists(Path.Combine(folder, "reference")) ? Path.GetFullPath(folder) : null;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NDSeg.psd1")) || File.Exists(Path.Combine(folder.FullName, "NDSeg.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No NDSeg checkout above '{AppContext.BaseDirectory}'.");
    }
}
