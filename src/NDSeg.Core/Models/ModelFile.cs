namespace NDSeg.Models;

/// <summary>Reads and writes <c>.ndseg</c> files.</summary>
public static class ModelFile
{
    /// <summary>Writes a trained model through a temporary file.</summary>
    /// <exception cref="SegException">ModelNotTrained; TargetExists; TargetNotWritable.</exception>
    public static void Save(string path, SegModel model, bool overwrite) => throw new NotImplementedException();

    /// <summary>Reads a model.</summary>
    /// <exception cref="SegException">FileNotFound; FileNotReadable; CorruptModel; NewerModelFormat.</exception>
    public static SegModel Load(string path) => throw new NotImplementedException();

    /// <summary>Writes a trained model to a stream; the same model gives the same bytes.</summary>
    /// <exception cref="SegException">ModelNotTrained.</exception>
    public static void Write(Stream stream, SegModel model) => throw new NotImplementedException();

    /// <summary>Reads a model from a seekable stream.</summary>
    /// <exception cref="SegException">CorruptModel; NewerModelFormat.</exception>
    public static SegModel Read(Stream stream) => throw new NotImplementedException();
}
