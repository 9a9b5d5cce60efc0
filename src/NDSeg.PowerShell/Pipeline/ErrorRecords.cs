using System.Management.Automation;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>Turns failures into PowerShell errors with a stable id, a fitting category and the recommended action.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes the record of a failure a user can act on.</summary>
    public static ErrorRecord From(SegException failure, object? target)
    {
        var record = new ErrorRecord(failure, failure.Id, CategoryOf(failure.Kind), target);
        if (SplitRemedy(failure.Message) is (string finding, string remedy))
        {
            record.ErrorDetails = new ErrorDetails(finding) { RecommendedAction = remedy };
        }

        return record;
    }

    /// <summary>Whether a failure of the system is one that a user can meet, and as what.</summary>
    public static SegException? Translate(Exception failure) => failure switch
    {
        SegException known => known,
        OutOfMemoryException => new SegException("OutOfMemory", SegErrorKind.NotSupported, "Expected enough memory for the maps, found too little. Apply the model straight from the image, or use fewer maps.", failure),
        UnauthorizedAccessException => new SegException("AccessDenied", SegErrorKind.Access, $"{failure.Message} Change the permissions or choose another place.", failure),
        FileNotFoundException or DirectoryNotFoundException => new SegException("FileNotFound", SegErrorKind.NotFound, $"{failure.Message} Check the path.", failure),
        IOException => new SegException("InputOutputError", SegErrorKind.Access, $"{failure.Message} Check the disk and try again.", failure),
        _ => null,
    };

    /// <summary>Separates what was found from what to do: the last sentence of the message.</summary>
    internal static (string Finding, string Remedy)? SplitRemedy(string message)
    {
        int end = message.TrimEnd().Length;
        for (int i = end - 3; i > 0; i--)
        {
            if (message[i] is '.' or '!' && message[i + 1] == ' ' && char.IsUpper(message[i + 2]))
            {
                string remedy = message[(i + 2)..end];
                bool finding = remedy.StartsWith("Expected", StringComparison.Ordinal) || remedy.StartsWith("Found", StringComparison.Ordinal);
                return finding ? null : (message[..(i + 1)], remedy);
            }
        }

        return null;
    }

    private static ErrorCategory CategoryOf(SegErrorKind kind) => kind switch
    {
        SegErrorKind.InvalidData => ErrorCategory.InvalidData,
        SegErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        SegErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        SegErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        SegErrorKind.Access => ErrorCategory.PermissionDenied,
        SegErrorKind.ShapeMismatch => ErrorCategory.InvalidData,
        SegErrorKind.NotInstalled => ErrorCategory.NotInstalled,
        SegErrorKind.NotSupported => ErrorCategory.NotImplemented,
        SegErrorKind.InvalidState => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.NotSpecified,
    };
}
