namespace NDSeg.PowerShell.Export;

/// <summary>File formats for label maps.</summary>
public enum LabelFileFormat
{
    /// <summary>TIFF; a volume is one file with a page per slice.</summary>
    Tiff,

    /// <summary>PNG, one file per slice.</summary>
    Png,

    /// <summary>HDF5; a volume is one dataset of slices x H x W.</summary>
    Hdf5,

    /// <summary>OME-Zarr; a volume is one folder of slices x H x W.</summary>
    Zarr,
}
