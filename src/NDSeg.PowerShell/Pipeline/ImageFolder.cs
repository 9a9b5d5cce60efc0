using NDSeg.IO;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>Lists the files of a folder that a command can read.</summary>
internal static class ImageFolder
{
    /// <summary>The extensions of image files.</summary>
    public static IReadOnlyList<string> Extensions => FileFormats.ReadExtensions;

    /// <summary>The folder's own files, and folders that are one input, with these extensions, scan_2 before scan_10. Hidden and unfinished files are left out.</summary>
    /// <exception cref="SegException">FileNotFound when there is none.</exception>
    public static IReadOnlyList<string> Files(string folder, IReadOnlyList<string> extensions)
    {
        string[] files =
        [
            .. Directory.EnumerateFileSystemEntries(folder)
                .Where(f => !Path.GetFileName(f).StartsWith('.') && extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase) && (!Directory.Exists(f) || FileFormats.IsFolderInput(f))),
        ];
        Array.Sort(files, Compare);
        return files.Length > 0
            ? files
            : throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected files of the kind {string.Join(", ", extensions)} in the folder '{folder}', found none.", "Check the folder.");
    }

    /// <summary>What a path stands for: a folder for its files, unless it is one input itself.</summary>
    /// <exception cref="SegException">FileNotFound for a folder without files of these extensions.</exception>
    public static IReadOnlyList<string> Inputs(string path, IReadOnlyList<string> extensions)
        => !Directory.Exists(path) ? [path]
            : FileFormats.IsFolderInput(path) ? [Path.TrimEndingDirectorySeparator(path)]
            : Files(path, extensions);

    /// <summary>Compares names with runs of digits taken as numbers.</summary>
    internal static int Compare(string a, string b)
    {
        int i = 0;
        int j = 0;
        while (i < a.Length && j < b.Length)
        {
            ReadOnlySpan<char> left = Part(a, i);
            ReadOnlySpan<char> right = Part(b, j);
            int order = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                ? CompareNumbers(left.TrimStart('0'), right.TrimStart('0'))
                : left.CompareTo(right, StringComparison.OrdinalIgnoreCase);
            if (order != 0)
            {
                return order;
            }

            i += left.Length;
            j += right.Length;
        }

        int rest = (a.Length - i).CompareTo(b.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(a, b);
    }

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
        => a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);

    // A run of digits, or one other character.
    private static ReadOnlySpan<char> Part(string text, int start)
    {
        int end = start + 1;
        if (char.IsAsciiDigit(text[start]))
        {
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }
        }

        return text.AsSpan(start, end - start);
    }
}
