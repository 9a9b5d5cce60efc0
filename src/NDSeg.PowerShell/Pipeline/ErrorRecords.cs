using System.Management.Automation;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>Turns failures into PowerShell errors with a stable id, a fitting category and the recommended action.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes the record of a failure a user can act on.</summary>
    public static ErrorRecord From(SegException failure, object? target)
    {
        var record = new ErrorRecord(failure, failure.Id, CategoryOf(failure.Kind), target);
        if (failure.Remedy is string remedy)
        {
            record.ErrorDetails = new ErrorDetails(failure.Finding) { RecommendedAction = remedy };
        }

        return record;
    }

    /// <summary>Whether a failure of the system is one that a user can meet, and as what.</summary>
    public static SegException? Translate(Exception failure) => failure switch
    {
        SegException known => known,
        OutOfMemoryException => new SegException("OutOfMemory", SegErrorKind.NotSupported, "Expected enough memory for the maps, found too little.", "Apply the model straight from the image, or use fewer maps.", cause: failure),
        ObjectDisposedException => new SegException("ObjectDisposed", SegErrorKind.InvalidState, "Expected an object that still has its memory and files, found one that was disposed of.", "Make it again, and call Dispose() after the last command that takes it.", cause: failure),
        UnauthorizedAccessException => new SegException("AccessDenied", SegErrorKind.Access, $"{failure.Message}", "Change the permissions or choose another place.", cause: failure),
        FileNotFoundException or DirectoryNotFoundException => new SegException("FileNotFound", SegErrorKind.NotFound, $"{failure.Message}", "Check the path.", cause: failure),
        IOException => new SegException("InputOutputError", SegErrorKind.Access, $"{failure.Message}", "Check the disk and try again.", cause: failure),
        _ => null,
    };

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
