using System.Globalization;

namespace NDSeg.Jobs.Plans;

/// <summary>Where the files of a job stand.</summary>
/// <param name="path">Full path of the job's folder.</param>
internal sealed class JobFolder(string path)
{
    /// <summary>Full path.</summary>
    public string Path { get; } = path;

    /// <summary>The plan; written last, so that a folder with a plan is a whole job.</summary>
    public string Plan => Below("plan.json");

    /// <summary>The job's copy of the model.</summary>
    public string Model => Below("model.ndseg");

    /// <summary>The script for Slurm.</summary>
    public string Script => Below("submit.sh");

    /// <summary>What is left to say of the parts of a finished volume that they wrote into place.</summary>
    public string Seal => Below("sealed.json");

    /// <summary>Where Slurm puts what the parts say.</summary>
    public string Logs => Below("logs");

    /// <summary>Above the folders of all parts.</summary>
    public string Parts => Below("parts");

    /// <summary>The folder of one part; no other part writes there.</summary>
    public string Part(int part) => System.IO.Path.Combine(Parts, part.ToString("D5", CultureInfo.InvariantCulture));

    /// <summary>The record of a finished part.</summary>
    public string Record(int part) => System.IO.Path.Combine(Part(part), "part.json");

    /// <summary>Who works on a part.</summary>
    public string Owner(int part) => System.IO.Path.Combine(Part(part), "owner.json");

    /// <summary>Whether a name in the folder is one that the module gives.</summary>
    public static bool IsOurs(string name) => name is "plan.json" or "model.ndseg" or "submit.sh" or "sealed.json" or "logs" or "parts" || name.StartsWith(".ndseg-", StringComparison.Ordinal);

    private string Below(string name) => System.IO.Path.Combine(Path, name);
}
