using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Labels;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Writing;

/// <content>What all slices share: taken over from an ended run, agreed on with other processes, widened where a slice needs it.</content>
internal sealed partial class LabelVolumeStore
{
    private void Start()
    {
        bool continues = options.Resume || options.Shared;
        VolumeHeader? earlier = continues ? folder.ReadHeader() : null;
        if (earlier is not null && options.Fingerprint is not null && options.Fingerprint != earlier.Fingerprint)
        {
            if (options.Shared || !options.Overwrite)
            {
                throw new SegException(
                    "ResumeMismatch",
                    SegErrorKind.InvalidState,
                    $"Expected to continue a run with the same images, model and configuration, found the remainder of another one in '{folder.Path}'.", "Remove that folder, or use -Force to start again.");
            }

            earlier = null;
        }

        if (earlier is not null)
        {
            header = earlier;
            tree = TreeOf(folder.Path, earlier);
        }

        if (options.Shared)
        {
            return;
        }

        if (earlier is null)
        {
            Clear();
            folder.Clear();
            return;
        }

        // Blank slices are tried again; the format has no slice files of the other kind.
        _ = folder.TakeOver().Count();
        written.UnionWith(tree!.Slices().Where(tree.IsWhole));
    }

    private LabelRaster Adopt(SegLabels labels)
    {
        LabelSampleType needed = LabelSampleType.For(labels.Classes, labels.Encoding);
        LabelGroup.Require(needed, target);
        if ((options.Shared ? Joined() : tree) is null)
        {
            LabelSampleType type = options.Shared ? LabelSampleType.For(options.Classes!, labels.Encoding) : needed;
            var own = new VolumeHeader(options.Fingerprint, labels.Height, labels.Width, type.Bits, type.Samples, type.IsSigned, labels.PixelSize)
            {
                IsSharded = options.Sharded,
                IsEarlier = LabelPlace.EditionOf(target) == OmeEdition.Earlier,
                Levels = LabelPlace.LevelsOf(target),
            };
            own.Learn(options.Shared ? options.Classes! : labels.Classes);
            Writing(() => header = Begin(own));
            tree = TreeOf(folder.Path, header!);
        }

        if (labels.Height != header!.Height || labels.Width != header.Width)
        {
            throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected every slice of '{target}' to have {header.Height} x {header.Width} pixels, found {labels.Shape} from {labels.Source}.");
        }

        if (!options.Shared)
        {
            Widen(labels);
            if (header.Learn(labels.Classes))
            {
                Writing(() => folder.WriteHeader(header));
            }
        }

        return LabelRaster.Of(labels, header.Type);
    }

    private VolumeHeader Begin(VolumeHeader own)
    {
        if (options.Shared)
        {
            return folder.AgreeOn(own);
        }

        folder.WriteHeader(own);
        return own;
    }

    /// <summary>Slices that were cut from many files may need more bits than the first of them.</summary>
    private void Widen(SegLabels labels)
    {
        VolumeHeader narrow = header!;
        if (labels.Classes.All(c => narrow.Type.Holds(c.Value)))
        {
            return;
        }

        LabelSampleType wide = LabelSampleType.For([.. narrow.Colors.Keys, .. labels.Classes.Select(c => c.Value)], labels.Encoding);
        ChunkTree before = tree!;
        header = narrow with { Bits = wide.Bits, IsSigned = wide.IsSigned };
        tree = TreeOf(folder.Path, header);
        Writing(() =>
        {
            // Without a header nobody continues a mixture of both types if this run ends here.
            folder.DeleteHeader();
            foreach (int slice in written)
            {
                tree.Write(slice, narrow.Type.Widen(before.Read(slice) ?? throw Damaged(slice), wide));
            }

            folder.WriteHeader(header);
        });
    }

    /// <summary>The chunks of a shared volume, once any process has begun it.</summary>
    private ChunkTree? Joined()
    {
        header ??= folder.ReadHeader();
        return tree ??= header is null ? null : TreeOf(folder.Path, header);
    }
}
