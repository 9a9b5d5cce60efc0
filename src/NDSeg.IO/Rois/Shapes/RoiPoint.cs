namespace NDSeg.IO.Rois.Shapes;

/// <summary>A place in an image: the upper left corner of the pixel in row 0, column 0 is (0, 0), its centre (0.5, 0.5).</summary>
internal readonly record struct RoiPoint(double X, double Y);
