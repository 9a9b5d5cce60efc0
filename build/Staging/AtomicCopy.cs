using System;
using System.IO;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies files by writing beside the target and renaming, so that a process which has the old file mapped keeps it and
/// two builds at once never show each other half a file. Files of the same size and time are left alone.
/// </summary>
public class AtomicCopy : Task
{
    [Required]
    public ITaskItem[] Sources { get; set; }

    [Required]
    public ITaskItem[] Targets { get; set; }

    public override bool Execute()
    {
        for (int i = 0; i < Sources.Length; i++)
        {
            string source = Sources[i].GetMetadata("FullPath");
            string target = Targets[i].GetMetadata("FullPath");
            var from = new FileInfo(source);
            var to = new FileInfo(target);
            if (to.Exists && to.Length == from.Length && to.LastWriteTimeUtc == from.LastWriteTimeUtc)
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target));
            string temporary = target + "." + Guid.NewGuid().ToString("N") + ".tmp";
            try
            {
                File.Copy(source, temporary);
                File.SetLastWriteTimeUtc(temporary, from.LastWriteTimeUtc);
                Rename(temporary, target);
            }
            catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
            {
                Log.LogError("Cannot replace '" + target + "': " + e.Message + " Close the PowerShell sessions that have the module loaded.");
            }
            finally
            {
                File.Delete(temporary);
            }
        }

        return !Log.HasLoggedErrors;
    }

    private static void Rename(string temporary, string target)
    {
        // File.Replace is rename(2) where there is one; it wants the target to exist, File.Move wants it not to.
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                if (File.Exists(target))
                {
                    File.Replace(temporary, target, null);
                }
                else
                {
                    File.Move(temporary, target);
                }

                return;
            }
            catch (IOException) when (attempt < 5)
            {
                System.Threading.Thread.Sleep(20);
            }
        }
    }
}
